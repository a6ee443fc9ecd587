import { redirect } from 'next/navigation';
import { adminAuth0 } from '@/lib/admin-auth0';

export default async function AdminPage() {
  const session = await adminAuth0.getSession();
  if (!session) redirect('/admin/auth/login');
  return (
    <>
      <h1>Back office</h1>
      <p>Signed in as {session.user.email}</p>
      <a href="/admin/auth/logout">Log out of the back office</a>
    </>
  );
}
