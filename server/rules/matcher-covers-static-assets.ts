import type ts from 'typescript';
import { rollsOn } from '../facts/flow/coverage';
import type { AppModel, Route, Rule, RuleFix } from '../model';
import { coverageOf } from './support/coverage';
import { placeOfFile } from './support/files';
import { insertAt, placeOf } from './support/edits';
import { isRolling, sessionClients } from './support/session';

export const rule: Rule = {
  meta: {
    id: 'matcher-covers-static-assets',
    severity: 'info',
    description: 'The middleware also runs for scripts, styles and images, and saves the session each time.',
    fixable: true,
  },
  check(app, report) {
    const { middleware } = app;
    if (!middleware || app.callsMiddleware !== true) return;
    const clients = sessionClients(app).filter((client) => isRolling(client) === true);
    const { matcher, module, flow } = middleware;
    if (clients.length === 0 || matcher.reason !== undefined || !coversAssets(app)) return;
    // The handler may leave assets alone, or not be followed.
    if (!flow || rollsOn(flow, asset.route, app.sessionCookies) !== 'yes') return;
    const cost = clients.some(({ hasStore }) => hasStore === true)
      ? 'reads and writes the session store'
      : 'writes the session cookie again';
    const place = matcher.kind === 'all' || !matcher.node ? placeOfFile(module) : placeOf(matcher.node);
    const fix = matcher.kind === 'all' && matcher.node === null ? addConfig(module.ast) : null;
    report({
      ...place,
      message: `This also runs for every file below /_next/static: each script and style sheet of a page ${cost}.`,
      fixes: fix ? [fix] : [],
    });
  },
};

const asset: Route = { route: '/_next/static/chunks/main.js', kind: 'asset', file: null };

function coversAssets(app: AppModel): boolean {
  return app.middleware?.matcher.kind === 'all' || coverageOf(app)?.(asset) === 'all';
}

function addConfig(file: ts.SourceFile): RuleFix {
  const quote = /from "/.test(file.text) ? '"' : "'";
  const source = '/((?!_next/static|_next/image|favicon.ico|sitemap.xml|robots.txt).*)';
  const gap = file.text.endsWith('\n') ? '\n' : '\n\n';
  const text = `${gap}export const config = {\n  matcher: [${quote}${source}${quote}],\n};\n`;
  return { title: 'Leave static files out', edits: [insertAt(file, file.text.length, text)], safe: false };
}
