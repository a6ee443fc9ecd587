/** Findings about routes lead to the files of the routes, in the editor and in SARIF. */
import { describe, expect, it } from 'vitest';
import type { Log } from 'sarif';
import { sarifFormatter } from '../../server/cli/formats/sarif';
import { createEngine } from '../../server/engine';
import type { Finding } from '../../shared/finding';
import { context } from '../cli/samples';
import { memoryHost } from '../support/memoryHost';
import { HEALTHY_PROXY, nextApp } from '../support/nextApp';

const PAGE = 'export default function Page() { return null; }\n';
const HANDLER = `import { auth0 } from '../../../lib/auth0';
export async function GET() { return Response.json(await auth0.getSession()); }
`;

async function find(rule: string, files: Record<string, string>): Promise<Finding> {
  const host = memoryHost(nextApp(files, '/shop/'));
  const { findings } = await createEngine({ host, roots: ['/shop'] }).analyze();
  const found = findings.filter((finding) => finding.rule === rule);
  expect([rule, found.length]).toEqual([rule, 1]);
  return found[0]!;
}

const proxyWith = (matcher: string): string =>
  HEALTHY_PROXY.replace(/matcher: .*,/, () => `matcher: ${matcher},`);

const related = ({ related: places }: Finding): string[] =>
  places.map(({ file, message }) => `${file.replace('/shop/', '')}: ${message}`);

describe('related places', () => {
  it('of matcher-narrow-with-rolling: pages first, those skipped as a whole before others', async () => {
    const finding = await find('matcher-narrow-with-rolling', {
      'app/docs/[[...path]]/page.tsx': PAGE,
      'app/reports/page.tsx': PAGE,
      'app/export/route.ts': HANDLER,
      'proxy.ts': proxyWith("['/', '/auth/:path*', '/dashboard/:path*', '/docs/:path+']"),
    });
    expect(related(finding)).toEqual([
      'app/reports/page.tsx: /reports is skipped.',
      'app/docs/[[...path]]/page.tsx: Some URLs of /docs/[[...path]] are skipped, such as /docs.',
      'app/export/route.ts: /export is skipped.',
    ]);
  });

  it('are a few', async () => {
    const pages = Array.from({ length: 9 }, (_, i) => [`app/page-${i}/page.tsx`, PAGE]);
    const finding = await find('matcher-narrow-with-rolling', {
      ...Object.fromEntries(pages),
      'proxy.ts': proxyWith("['/', '/auth/:path*', '/dashboard/:path*']"),
    });
    expect(finding.related).toHaveLength(5);
    expect(finding.message).toContain('/page-0, /page-1, /page-2 and 6 others');
  });

  it('of matcher-missing-root', async () => {
    const finding = await find('matcher-missing-root', { 'proxy.ts': proxyWith("['/((?!_next).+)']") });
    expect(related(finding)).toEqual(['app/page.tsx: / is skipped.']);
  });

  it('of matcher-lookahead-prefix-leak: what is sure before what may be', async () => {
    const finding = await find('matcher-lookahead-prefix-leak', {
      'app/apiary/page.tsx': PAGE,
      'app/[slug]/page.tsx': PAGE,
      'proxy.ts': proxyWith("['/((?!api|_next).*)']"),
    });
    expect(related(finding)).toEqual([
      'app/apiary/page.tsx: /apiary is skipped.',
      'app/[slug]/page.tsx: Some URLs of /[slug] are skipped, such as /api-news.',
    ]);
  });

  it('of matcher-excludes-api', async () => {
    const finding = await find('matcher-excludes-api', {
      'app/api/me/route.ts': HANDLER,
      'proxy.ts': proxyWith("['/((?!api|_next).*)']"),
    });
    expect(related(finding)).toEqual(['app/api/me/route.ts: /api/me is skipped.']);
  });

  it('of matcher-misses-auth-routes: the client', async () => {
    const finding = await find('matcher-misses-auth-routes', {
      'proxy.ts': proxyWith("['/dashboard/:path*']"),
    });
    expect(related(finding)).toEqual(['lib/auth0.ts: The client whose middleware answers.']);
  });

  it('of app-route-shadowed-by-sdk: the call that answers', async () => {
    const finding = await find('app-route-shadowed-by-sdk', { 'app/auth/login/page.tsx': PAGE });
    expect(related(finding)).toEqual(['proxy.ts: This call answers the path.']);
  });

  it('of middleware-rolls-only-on', async () => {
    const finding = await find('middleware-rolls-only-on', {
      'proxy.ts': `import { NextResponse, type NextRequest } from 'next/server';
import { auth0 } from './lib/auth0';

export async function proxy(request: NextRequest) {
  if (request.nextUrl.pathname.startsWith('/auth')) return auth0.middleware(request);
  return NextResponse.next();
}
`,
    });
    expect(related(finding)).toEqual([
      'app/page.tsx: / never extends the session.',
      'app/dashboard/page.tsx: /dashboard never extends the session.',
    ]);
  });

  it('are in SARIF', async () => {
    const finding = await find('matcher-narrow-with-rolling', {
      'app/blog/[slug]/page.tsx': PAGE,
      'proxy.ts': proxyWith("['/', '/auth/:path*', '/dashboard/:path*']"),
    });
    const report = { findings: [finding], failures: [], apps: [], rules: [] };
    const log = JSON.parse(sarifFormatter.format(report, { ...context(), base: '/shop' })) as Log;
    expect(log.runs[0]?.results?.[0]?.relatedLocations).toEqual([
      {
        id: 0,
        message: { text: '/blog/[slug] is skipped.' },
        physicalLocation: {
          artifactLocation: { uri: 'app/blog/%5Bslug%5D/page.tsx', uriBaseId: '%SRCROOT%' },
          region: { startLine: 1, startColumn: 1, endLine: 1, endColumn: 1 },
        },
      },
    ]);
  });
});
