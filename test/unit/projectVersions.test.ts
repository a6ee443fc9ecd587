import { describe, expect, it } from 'vitest';
import { packageVersion } from '../../server/project/versions';
import { memoryHost, type MemoryFiles } from '../support/memoryHost';

const SDK = '@auth0/nextjs-auth0';

interface Ask {
  name?: string;
  directory?: string;
  packageName?: string | null;
  range?: string | null;
}

function version(files: MemoryFiles, ask: Ask = {}) {
  const { name = SDK, directory = '/repo/apps/web', packageName = 'web', range = '^4.0.0' } = ask;
  return packageVersion(memoryHost(files), name, { directory, name: packageName, range });
}

describe('packageVersion', () => {
  it('prefers what is installed, nearest first', () => {
    const files = {
      '/repo/apps/web/node_modules/@auth0/nextjs-auth0/package.json': '{"version":"4.30.0"}',
      '/repo/node_modules/@auth0/nextjs-auth0/package.json': '{"version":"4.9.0"}',
      '/repo/yarn.lock': `"${SDK}@^4.0.0":\n  version "4.1.0"\n`,
    };
    expect(version(files)).toEqual({ version: '4.30.0', range: '^4.0.0', source: 'node_modules' });
    expect(version(files, { directory: '/repo/apps/other' }).version).toBe('4.9.0');
  });

  it('passes over a torn or versionless package.json in node_modules', () => {
    const files = {
      '/repo/apps/web/node_modules/@auth0/nextjs-auth0/package.json': '{"version":"4.3',
      '/repo/apps/node_modules/@auth0/nextjs-auth0/package.json': '{}',
      '/repo/node_modules/@auth0/nextjs-auth0/package.json': '{"version":"4.9.0"}',
    };
    expect(version(files).version).toBe('4.9.0');
  });

  it('falls back to an exact version in package.json, then to the range alone', () => {
    expect(version({}, { range: '4.12.1' })).toEqual({
      version: '4.12.1',
      range: '4.12.1',
      source: 'package.json',
    });
    expect(version({}, { range: '^4.12.1' })).toEqual({
      version: null,
      range: '^4.12.1',
      source: 'package.json',
    });
    expect(version({}, { range: null })).toEqual({ version: null, range: null, source: null });
  });

  it('does not look for lockfiles above the repository', () => {
    const lock = `"${SDK}@^4.0.0":\n  version "4.1.0"\n`;
    expect(version({ '/yarn.lock': lock, '/repo/.git/HEAD': 'ref' }).version).toBeNull();
    expect(version({ '/yarn.lock': lock }).version).toBe('4.1.0');
  });

  it('leaves out a locked version that the declared range excludes', () => {
    const files = { '/repo/package-lock.json': npm3({ [`node_modules/${SDK}`]: '3.5.0' }) };
    expect(version(files)).toEqual({ version: null, range: '^4.0.0', source: 'package.json' });
    expect(version(files, { range: '^3.0.0' }).version).toBe('3.5.0');
  });

  it('goes on to the next lockfile when one does not know the package', () => {
    const files = {
      '/repo/apps/web/package-lock.json': npm3({ 'node_modules/react': '19.0.0' }),
      '/repo/pnpm-lock.yaml': 'lockfileVersion: 5.4\n',
      '/repo/bun.lock': `{\n  "packages": {\n    "${SDK}": ["${SDK}@4.2.0", ""],\n  }\n}`,
    };
    expect(version(files)).toEqual({ version: '4.2.0', range: '^4.0.0', source: 'lockfile' });
  });
});

function npm3(packages: Record<string, string>): string {
  const entries = Object.entries(packages).map(([path, v]) => [
    path,
    { version: v, dependencies: { next: '9.9.9' } },
  ]);
  return JSON.stringify({ name: 'mono', lockfileVersion: 3, packages: Object.fromEntries(entries) }, null, 2);
}

describe('package-lock.json', () => {
  it('version 3: install paths, those of the workspace package first', () => {
    const text = npm3({
      'apps/web': '1.0.0',
      'apps/web/node_modules/next': '15.5.29',
      'node_modules/@auth0/nextjs-auth0': '4.30.0',
      'node_modules/next': '14.2.35',
      'node_modules/other/node_modules/next': '13.0.0',
    });
    for (const file of ['/repo/package-lock.json', '/repo/npm-shrinkwrap.json']) {
      const files = { [file]: text };
      expect(version(files).version).toBe('4.30.0');
      expect(version(files, { name: 'next', range: '^15.1.0' }).version).toBe('15.5.29');
      expect(version(files, { name: 'next', directory: '/repo/apps/old', range: null }).version).toBe(
        '14.2.35',
      );
    }
  });

  it('version 3: a link has no version', () => {
    const text = JSON.stringify({
      lockfileVersion: 3,
      packages: {
        'node_modules/next': { resolved: 'packages/next', link: true },
        'node_modules/nexus': { version: '1.0.0' },
      },
    });
    expect(version({ '/repo/package-lock.json': text }, { name: 'next', range: null }).version).toBeNull();
  });

  it('version 2: the section of version 1 behind the packages is not read', () => {
    const text = JSON.stringify(
      {
        lockfileVersion: 2,
        packages: { 'node_modules/next': { version: '15.0.0' } },
        dependencies: { next: { version: '15.0.0' }, [SDK]: { version: '1.0.0' } },
      },
      null,
      2,
    );
    expect(version({ '/repo/package-lock.json': text }, { name: 'next', range: null }).version).toBe(
      '15.0.0',
    );
    expect(version({ '/repo/package-lock.json': text }, { range: null }).version).toBeNull();
  });

  it.each(['  ', '\t', '    '])('version 1 indented by %j: the top-level entry', (indent) => {
    const text = JSON.stringify(
      {
        name: 'web',
        lockfileVersion: 1,
        dependencies: {
          aaa: { version: '1.0.0', dependencies: { next: { version: '12.0.0' } } },
          next: { version: '13.5.11', requires: { react: '^18' } },
        },
      },
      null,
      indent,
    );
    expect(version({ '/repo/package-lock.json': text }, { name: 'next', range: null }).version).toBe(
      '13.5.11',
    );
  });
});

describe('pnpm-lock.yaml', () => {
  const ask = { name: 'next', range: null };

  it('version 5.4 with importers', () => {
    const text = `lockfileVersion: 5.4

importers:

  .:
    specifiers: {}

  apps/web:
    specifiers:
      '${SDK}': ^4.0.0
      next: ^15.1.0
    dependencies:
      '${SDK}': 4.9.0_piesvvac4dqlvbazb3iosql3zm
      next: 15.5.29_react@19.0.0

  packages/auth:
    specifiers:
      next: 14.2.35
    devDependencies:
      next: 14.2.35

packages:

  /next/14.2.35:
    resolution: {integrity: sha512-x}
`;
    const files = { '/repo/pnpm-lock.yaml': text };
    expect(version(files).version).toBe('4.9.0');
    expect(version(files, ask).version).toBe('15.5.29');
    expect(version(files, { ...ask, directory: '/repo/packages/auth' }).version).toBe('14.2.35');
  });

  it('version 5.3 and 6.0 without a workspace', () => {
    const five = `lockfileVersion: 5.3\n\nspecifiers:\n  next: ^13.0.0\n\ndependencies:\n  next: 13.5.11_react@18.2.0\n`;
    const six = `lockfileVersion: '6.0'\n\ndependencies:\n  next:\n    specifier: ^13.0.0\n    version: 13.5.11(react@18.2.0)\n`;
    for (const text of [five, six]) {
      expect(version({ '/repo/apps/web/pnpm-lock.yaml': text }, ask).version).toBe('13.5.11');
    }
  });

  it('version 9.0, also with CRLF and for a directory without an entry of its own', () => {
    const text = `lockfileVersion: '9.0'

settings:
  autoInstallPeers: true

catalogs:
  default:
    next:
      specifier: ^14.0.0
      version: 14.0.0

importers:

  .:
    dependencies:
      '${SDK}':
        specifier: ^4.0.0
        version: 4.20.0(next@15.5.29(react@19.0.0))(react@19.0.0)
      next:
        specifier: 'catalog:'
        version: 15.5.29(react@19.0.0)

  packages/linked:
    dependencies:
      next:
        specifier: workspace:*
        version: link:../next

packages:

  next@15.5.29:
    resolution: {integrity: sha512-x}
`;
    for (const each of [text, text.replaceAll('\n', '\r\n')]) {
      const files = { '/repo/pnpm-lock.yaml': each };
      expect(version(files).version).toBe('4.20.0');
      expect(version(files, ask).version).toBe('15.5.29');
    }
  });

  it('finds a package that no importer lists when there is only one version of it', () => {
    const one = `lockfileVersion: '9.0'\n\nimporters:\n\n  .: {}\n\npackages:\n\n  '${SDK}@4.9.0':\n    resolution: {}\n\nsnapshots:\n\n  '${SDK}@4.9.0(next@15.0.0)':\n    dependencies:\n      next: 15.0.0\n`;
    expect(version({ '/repo/pnpm-lock.yaml': one }).version).toBe('4.9.0');
    const two = one.replace('snapshots:', `  '${SDK}@4.10.0':\n    resolution: {}\n\nsnapshots:`);
    expect(version({ '/repo/pnpm-lock.yaml': two }).version).toBeNull();
  });
});

describe('yarn.lock', () => {
  it('classic: the entry of the declared range', () => {
    const text = `# yarn lockfile v1


"${SDK}@4.9.0":
  version "4.9.0"
  resolved "https://example.com/a.tgz"

"${SDK}@^4.0.0", "${SDK}@^4.1.0":
  version "4.30.0"

next@^15.1.0:
  version "15.5.29"
  dependencies:
    "@next/env" "15.5.29"

nextra@^2.0.0:
  version "2.0.0"
`;
    const files = { '/repo/yarn.lock': text };
    expect(version(files).version).toBe('4.30.0');
    expect(version(files, { range: '4.9.0' }).version).toBe('4.9.0');
    // Two versions and no range that decides.
    expect(version(files, { range: null }).version).toBeNull();
    expect(version(files, { name: 'next', range: null }).version).toBe('15.5.29');
  });

  it('berry: ranges with a protocol, and patched packages', () => {
    const text = `__metadata:
  version: 8

"${SDK}@npm:^4.0.0":
  version: 4.30.0
  resolution: "${SDK}@npm:4.30.0"

"next@npm:15.1.0, next@npm:^15.0.0":
  version: 15.1.0

"next@patch:next@npm%3A14.0.0#~/.yarn/patches/next.patch":
  version: 14.0.0
`;
    const files = { '/repo/yarn.lock': text };
    expect(version(files).version).toBe('4.30.0');
    expect(version(files, { name: 'next', range: '^15.0.0' }).version).toBe('15.1.0');
    const patched = 'patch:next@npm%3A14.0.0#~/.yarn/patches/next.patch';
    expect(version(files, { name: 'next', range: patched }).version).toBe('14.0.0');
  });
});

describe('bun.lock', () => {
  it('takes the version that is nested below the package first', () => {
    const text = `{
  "lockfileVersion": 1,
  "workspaces": {
    "apps/web": { "name": "web", "dependencies": { "next": "^15.1.0", }, },
  },
  "packages": {
    "next": ["next@15.5.29", "", { "dependencies": { "@next/env": "15.5.29" } }, "sha512-x"],

    "old/next": ["next@14.2.35", "", {}, "sha512-y"],
  }
}`;
    const files = { '/repo/bun.lock': text };
    expect(version(files, { name: 'next', range: '^15.1.0' }).version).toBe('15.5.29');
    expect(version(files, { name: 'next', packageName: 'old', range: '14.2.35' }).version).toBe('14.2.35');
  });
});

describe('damaged lockfiles', () => {
  const names = ['package-lock.json', 'npm-shrinkwrap.json', 'pnpm-lock.yaml', 'yarn.lock', 'bun.lock'];
  const texts = [
    '',
    '{',
    '\u0000',
    `"${SDK}"`,
    `{"packages":{"node_modules/${SDK}":{"version":`,
    'importers:',
    `"${SDK}@`,
  ];

  it.each(names)('%s torn at any place is silence', (name) => {
    for (const text of texts) expect(version({ [`/repo/${name}`]: text }).version).toBeNull();
  });

  it('scans a large file without parsing it', () => {
    const filler = Array.from(
      { length: 60_000 },
      (_, i) => `  /package-${i}@1.0.${i}:\n    resolution: {integrity: sha512-${i}}\n`,
    );
    const text = `lockfileVersion: '9.0'\n\nimporters:\n\n  apps/web:\n    dependencies:\n      next:\n        specifier: ^15\n        version: 15.0.0\n\npackages:\n\n${filler.join('\n')}`;
    expect(version({ '/repo/pnpm-lock.yaml': text }, { name: 'next', range: '^15' }).version).toBe('15.0.0');
  });
});
