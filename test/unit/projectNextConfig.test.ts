import { describe, expect, it } from 'vitest';
import { readNextConfig } from '../../server/project/nextConfig';
import { createModuleCache, createProgram } from '../../server/syntax/createProgram';
import { createResolver } from '../../server/syntax/resolve';
import { memoryHost, type MemoryFiles } from '../support/memoryHost';

const DEFAULTS = {
  basePath: '',
  trailingSlash: false,
  i18n: null,
  pageExtensions: ['tsx', 'ts', 'jsx', 'js'],
};

function read(files: MemoryFiles) {
  const host = memoryHost(
    Object.fromEntries(Object.entries(files).map(([path, text]) => [`/web/${path}`, text])),
  );
  const program = createProgram(host, createModuleCache(), createResolver(host, new Map()));
  return readNextConfig([...host.files.keys()], '/web', program);
}

/** The configuration of one next.config.ts, without its path. */
function config(text: string) {
  const { file, ...rest } = read({ 'next.config.ts': text });
  expect(file).toBe('/web/next.config.ts');
  return rest;
}

const known = (settings: object = {}) => ({ known: true, ...DEFAULTS, ...settings });
const unsure = (settings: object = {}) => ({ known: false, ...DEFAULTS, ...settings });

describe('readNextConfig', () => {
  it('has defaults without a file', () => {
    expect(read({})).toEqual({ file: null, ...known() });
    expect(read({ 'lib/next.config.js': 'module.exports = { basePath: "/x" }' }).file).toBeNull();
  });

  it('takes the file that Next.js takes', () => {
    const files = {
      'next.config.ts': 'export default { basePath: "/ts" }',
      'next.config.mjs': 'export default { basePath: "/mjs" }',
    };
    expect(read(files)).toMatchObject({ file: '/web/next.config.mjs', basePath: '/mjs' });
  });

  it.each([
    ['export default { basePath: "/docs", trailingSlash: true }'],
    [
      'const nextConfig: NextConfig = { basePath: "/docs", trailingSlash: true };\nexport default nextConfig;',
    ],
    [
      'const nextConfig = { basePath: "/docs", trailingSlash: true } satisfies NextConfig;\nexport { nextConfig as default };',
    ],
    ['module.exports = { basePath: "/docs", trailingSlash: true }'],
    [
      '/** @type {import("next").NextConfig} */\nconst c = { basePath: "/docs", trailingSlash: true };\nmodule.exports = c;',
    ],
    ['export default () => ({ basePath: "/docs", trailingSlash: true })'],
    ['export default async function config(phase) { return { basePath: "/docs", trailingSlash: true }; }'],
    [
      'module.exports = async (phase, { defaultConfig }) => {\n  const c = { basePath: "/docs", trailingSlash: true };\n  return c;\n};',
    ],
    [
      'const base = "/docs";\nconst common = { basePath: base };\nexport default { ...common, trailingSlash: !false }',
    ],
  ])('reads %s', (text) => {
    expect(config(text)).toEqual(known({ basePath: '/docs', trailingSlash: true }));
  });

  it('follows imports', () => {
    const files = {
      'next.config.mjs': 'import { base } from "./config/shared.mjs";\nexport default { basePath: base };',
      'config/shared.mjs': 'export const base = "/docs";',
    };
    expect(read(files)).toMatchObject({ known: true, basePath: '/docs' });
  });

  it('follows destructuring', () => {
    const files = {
      'next.config.js': 'const { shared } = require("./config");\nmodule.exports = shared;',
      'config.js': 'module.exports = { shared: { basePath: "/docs" } };',
    };
    expect(read(files)).toMatchObject({ known: true, basePath: '/docs' });
  });

  it('reads i18n and pageExtensions', () => {
    expect(
      config(
        'export default { i18n: { locales: ["en", "de"], defaultLocale: "en" }, pageExtensions: ["mdx", "tsx"] }',
      ),
    ).toEqual(
      known({ i18n: { locales: ['en', 'de'], defaultLocale: 'en' }, pageExtensions: ['mdx', 'tsx'] }),
    );
    expect(config('export default { i18n: null, basePath: undefined }')).toEqual(known());
  });

  it.each([
    ['an environment variable', 'export default { basePath: process.env.BASE_PATH }', {}],
    ['a fallback for one', 'export default { basePath: process.env.BASE_PATH ?? "" }', {}],
    [
      'a spread of something unknown',
      'import other from "other";\nexport default { ...other, trailingSlash: true }',
      { trailingSlash: true },
    ],
    [
      'a computed locale list',
      'export default { basePath: "/a", i18n: { locales: load(), defaultLocale: "en" } }',
      { basePath: '/a' },
    ],
    ['an unknown extension', 'export default { pageExtensions: ["tsx", extra()] }', {}],
    ['a number', 'export default { basePath: 5 }', {}],
    ['nothing exported', 'const c = { basePath: "/a" };', {}],
    ['a config from a package', 'export { default } from "@acme/next-config";', {}],
    ['a torn file', 'export default { basePath: ', {}],
    ['a cycle', 'const a = b;\nconst b = a;\nexport default a;', {}],
    ['a function that calls itself', 'export default function f() { return f(); }', {}],
  ])('is unsure about %s', (_, text, settings) => {
    expect(config(text)).toEqual(unsure(settings));
  });

  it('is unsure about settings that are changed later', () => {
    const c = 'let c = { basePath: "/a" };';
    for (const change of [
      'c.basePath = load();',
      'c["basePath"] = "";',
      'Object.assign(c, load());',
      'c = load(c);',
    ]) {
      expect(config(`${c}\n${change}\nexport default c`)).toEqual(unsure({ basePath: '/a' }));
      expect(config(`${c}\n${change}\nexport default () => c`)).toEqual(unsure({ basePath: '/a' }));
    }
    const webpack = 'webpack(config) { config.resolve.alias = {}; return config; }';
    const text = `const config = { basePath: "/a", ${webpack} };\nexport default config`;
    expect(config(text)).toEqual(known({ basePath: '/a' }));
  });

  it('is unsure about a file it cannot read', () => {
    expect(read({ 'next.config.ts': null })).toEqual({ file: '/web/next.config.ts', ...unsure() });
  });

  it('is unsure where phases differ, and not where they agree', () => {
    const text = (development: string) => `export default (phase) => {
      if (phase === 'phase-development-server') return { basePath: '${development}', reactStrictMode: true };
      return { basePath: '/docs' };
    }`;
    expect(config(text('/dev'))).toEqual(unsure({ basePath: '/docs' }));
    expect(config(text('/docs'))).toEqual(known({ basePath: '/docs' }));
  });

  it('does not take the return of an inner function for the configuration', () => {
    const text = `export default () => {
      const headers = () => { return { basePath: '/wrong' }; };
      return { basePath: '/docs', headers };
    }`;
    expect(config(text)).toEqual(known({ basePath: '/docs' }));
  });
});

describe('wrapped configurations', () => {
  it.each([
    [
      'import bundleAnalyzer from "@next/bundle-analyzer";\nconst withBundleAnalyzer = bundleAnalyzer({ enabled: true });\nexport default withBundleAnalyzer({ basePath: "/docs" });',
    ],
    [
      'const withBundleAnalyzer = require("@next/bundle-analyzer")({ enabled: true });\nmodule.exports = withBundleAnalyzer({ basePath: "/docs" });',
    ],
    [
      'import { withSentryConfig } from "@sentry/nextjs";\nconst c = { basePath: "/docs" };\nexport default withSentryConfig(c, { org: "acme" });',
    ],
    [
      'import * as Sentry from "@sentry/nextjs";\nexport default Sentry.withSentryConfig({ basePath: "/docs" });',
    ],
    [
      'import createNextIntlPlugin from "next-intl/plugin";\nimport createMDX from "@next/mdx";\nconst withNextIntl = createNextIntlPlugin();\nexport default createMDX()(withNextIntl({ basePath: "/docs" }));',
    ],
    [
      'export default async () => {\n  const withSerwist = (await import("@serwist/next")).default({ swSrc: "sw.ts" });\n  return withSerwist({ basePath: "/docs" });\n};',
    ],
  ])('trusts wrappers that leave the settings alone: %s', (text) => {
    expect(config(text)).toEqual(known({ basePath: '/docs' }));
  });

  it.each([
    ['import withPWA from "next-pwa";\nexport default withPWA({ dest: "public" })({ basePath: "/docs" });'],
    [
      'const { withPlugins } = require("next-compose-plugins");\nmodule.exports = withPlugins([a, b], { basePath: "/docs" });',
    ],
    [
      'import nextra from "nextra";\nconst withNextra = nextra({});\nexport default withNextra({ basePath: "/docs" });',
    ],
    [
      'import { withSentryConfig } from "@sentry/nextjs";\nimport withPWA from "next-pwa";\nexport default withSentryConfig(withPWA({ basePath: "/docs" }));',
    ],
  ])('keeps the values of others without trusting them: %s', (text) => {
    expect(config(text)).toEqual(unsure({ basePath: '/docs' }));
  });
});
