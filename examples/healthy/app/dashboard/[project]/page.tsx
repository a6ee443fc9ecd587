import { notFound, redirect } from 'next/navigation';
import { auth0 } from '@/lib/auth0';
import { findProject } from '@/lib/projects';

export default async function ProjectPage({ params }: { params: Promise<{ project: string }> }) {
  const { project: slug } = await params;
  const session = await auth0.getSession();
  if (!session) redirect(`/auth/login?returnTo=/dashboard/${encodeURIComponent(slug)}`);
  const project = await findProject(slug);
  if (!project) notFound();
  return (
    <>
      <h1>{project.name}</h1>
      <p>{project.openTasks} open tasks</p>
    </>
  );
}
