export interface Project {
  slug: string;
  name: string;
  openTasks: number;
}

/** Stands for the database. */
const projects: Project[] = [
  { slug: 'website', name: 'Website', openTasks: 4 },
  { slug: 'mobile-app', name: 'Mobile app', openTasks: 11 },
];

export async function listProjects(): Promise<Project[]> {
  return projects;
}

export async function findProject(slug: string): Promise<Project | undefined> {
  return projects.find((project) => project.slug === slug);
}
