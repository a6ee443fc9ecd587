/** 300 routes as a large app has them, a catch-all among them. */
export function largeApp(): string[] {
  const routes = Array.from({ length: 198 }, (_, i) => `/section-${i % 20}/page-${i}`);
  for (let i = 0; i < 100; i++) {
    routes.push(`/area-${i}/${['[slug]', '[id]/edit', '[...rest]'][i % 3]}`);
  }
  return [...routes, '/[slug]', '/[...all]'];
}

export const LOOKAHEAD =
  '/((?!api|_next/static|_next/image|favicon.ico|sitemap.xml|robots.txt|manifest.json|icons|images|fonts|sw.js|monitoring).*)';
