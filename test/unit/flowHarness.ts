/** Analyses a middleware file over a map of files; for the tests of the flow. */
import { isAuth0Client } from '../../server/facts/clients';
import { analyzeFlow } from '../../server/facts/flow/analyze';
import { sessionIn } from '../../server/facts/flow/paths';
import type { FlowReturn, MiddlewareFlow } from '../../server/facts/flow/types';
import { findMiddleware } from '../../server/facts/middleware';
import { createModuleCache, createProgram } from '../../server/syntax/createProgram';
import type { Program } from '../../server/syntax/program';
import { createResolver } from '../../server/syntax/resolve';
import { memoryHost } from '../support/memoryHost';

export const head = `import { NextResponse } from 'next/server';
import { auth0 } from './lib/auth0';
`;

const client = `import { Auth0Client } from '@auth0/nextjs-auth0/server';
export const auth0 = new Auth0Client();
`;

export function programOf(files: Record<string, string>): Program {
  const host = memoryHost({ '/app/lib/auth0.ts': client, ...files });
  return createProgram(host, createModuleCache(), createResolver(host, new Map()));
}

/** The flow of `/app/middleware.ts`. */
export function flowOfFile(source: string, others: Record<string, string> = {}): MiddlewareFlow {
  const program = programOf({ '/app/middleware.ts': source, ...others });
  const module = program.module('/app/middleware.ts')!;
  const { handler } = findMiddleware(module, program, 'middleware', '16.4.6');
  return analyzeFlow(handler, program, (expression, where) => isAuth0Client(expression, where, program));
}

/** The flow of a handler with this body; the request is `request`. */
export function flowOf(body: string, others: Record<string, string> = {}): MiddlewareFlow {
  return flowOfFile(`${head}export async function middleware(request, event) {\n${body}\n}\n`, others);
}

/** One line per way out: `next lost`, `auth kept`, `redirect /auth/login lost, no session`. */
export function ways(flow: MiddlewareFlow): string[] {
  return flow.returns.map(describeReturn);
}

function describeReturn(back: FlowReturn): string {
  const { response, calls, saves } = back;
  const session = sessionIn(back.condition, ['__session']);
  return [
    response.kind,
    response.location,
    response.status,
    ...calls.map((c) => c.fate),
    ...saves.map((s) => `${s.source.method} ${s.fate}`),
    response.nextHeader && '+next',
    session === 'absent' ? '(no session)' : session === 'present' ? '(session)' : null,
    back.exceptional ? '(after catch)' : null,
    back.opaque ? '(opaque)' : null,
  ]
    .filter((part) => part !== null && part !== '')
    .join(' ');
}
