import { describe, expect, it } from 'vitest';
import { project, runCli, healthy } from './runCli';

const old = {
  'package.json': JSON.stringify({
    name: 'old',
    dependencies: { '@auth0/nextjs-auth0': '^3.5.0', next: '^15.3.0' },
  }),
  'app/api/auth/[auth0]/route.ts':
    "import { handleAuth } from '@auth0/nextjs-auth0';\nexport const GET = handleAuth();\n",
};
const reason = 'nextjs-auth0 ^3.5.0 is not checked: Session Lens needs 4.x';

describe('an app with another SDK than the rules know', () => {
  it('gets no green light', () => {
    const result = runCli(['check'], { cwd: project(old) });
    expect(result).toEqual({ code: 0, stdout: `Nothing checked · 1 app\n${reason}\n`, stderr: '' });
  });

  it('is told beside one that is checked', () => {
    const files = { old, new: healthy };
    const cwd = project(
      Object.fromEntries(
        Object.entries(files).flatMap(([name, app]) =>
          Object.entries(app).map(([file, text]) => [`${name}/${file}`, text]),
        ),
      ),
    );
    const { stdout } = runCli(['check'], { cwd });
    expect(stdout).toBe(`No problems · 2 apps\nold: ${reason}\n`);
  });

  it('has its version in the JSON, which is as ever', () => {
    const { stdout } = runCli(['check', '--format', 'json'], { cwd: project(old) });
    expect(JSON.parse(stdout)).toEqual({
      version: 1,
      findings: [],
      apps: [{ root: '.', sdk: '^3.5.0', next: '^15.3.0', clients: 0 }],
    });
  });

  it.each([
    ['routes', 0],
    ['timeline', 0],
    ['size', 2],
  ])('%s says so instead of a client or a middleware that is missing', (command, code) => {
    const result = runCli([command], { cwd: project(old) });
    expect(result).toEqual({ code, stdout: '', stderr: `session-lens: ${reason}\n` });
  });
});
