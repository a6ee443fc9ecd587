// Starts a rule: `node scripts/new-rule.mjs <id>` writes the rule, a bad and a good fixture and the docs page, then
// brings the generated files up to date. The tests fail until all of them are filled in.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

const root = join(import.meta.dirname, '..');
const [id, ...rest] = process.argv.slice(2);
if (!id || rest.length > 0 || !/^[a-z]+(-[a-z\d]+)+$/.test(id)) {
  console.error(
    'Usage: node scripts/new-rule.mjs <id>   (kebab-case: what is wrong, such as duration-is-string)',
  );
  process.exit(2);
}

const client = (session, marker = '') => `import { Auth0Client } from '@auth0/nextjs-auth0/server';

export const auth0 = new Auth0Client({
  session: { ${session} },${marker}
});`;

const files = {
  [`server/rules/${id}.ts`]: `import type { Rule } from '../model';
import { placeOfOption, sessionClients } from './support/session';

export const rule: Rule = {
  meta: {
    id: '${id}',
    severity: 'warning',
    description: 'One sentence that says what is wrong.',
    fixable: false,
  },
  check(app, report) {
    for (const client of sessionClients(app)) {
      // Unknown is silence: go on only with what the code proves.
      if (client.absoluteDuration.value.kind !== 'known') continue;
      report({
        ...placeOfOption(client, client.absoluteDuration),
        message: 'What happens to the session of a user, in numbers.',
      });
    }
  },
};
`,
  [`test/fixtures/rules/${id}/bad.fixture.txt`]: `What the rule finds. The carets stand below the range; behind the colon, a part of the message.

//- /lib/auth0.ts
${client('absoluteDuration: 3600', `\n//                             ^^^^ warning ${id}: What happens`)}
`,
  [`test/fixtures/rules/${id}/good.fixture.txt`]: `What the rule must not find.

//- /lib/auth0.ts
${client('absoluteDuration: 3600, inactivityDuration: 900')}
`,
  [`docs/rules/${id}.md`]: `# ${id}

**Warning**

## What it finds

## Why

## Bad

\`\`\`ts bad file=lib/auth0.ts
${client('absoluteDuration: 3600')}
\`\`\`

## Good

\`\`\`ts good file=lib/auth0.ts
${client('absoluteDuration: 3600, inactivityDuration: 900')}
\`\`\`

## Fix

## When it is silent

## Versions and sources
`,
};

const taken = Object.keys(files).filter((path) => existsSync(join(root, path)));
if (taken.length > 0) {
  console.error(`Already there: ${taken.join(', ')}`);
  process.exit(2);
}
for (const [path, text] of Object.entries(files)) {
  await mkdir(dirname(join(root, path)), { recursive: true });
  await writeFile(join(root, path), text);
  console.log(path);
}
const { status } = spawnSync(process.execPath, [join(import.meta.dirname, 'generate.mjs')], {
  stdio: 'inherit',
});
process.exitCode = status ?? 1;
