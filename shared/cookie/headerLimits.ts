/**
 * How large request headers may be on common hosts, from their own documentation. A cookie header is one header of the
 * request, so the limit of a single header counts too where a host has one.
 */

export type HostId = 'node' | 'nginx' | 'apache' | 'alb' | 'cloudfront' | 'cloudflare' | 'vercel' | 'netlify';

export interface HeaderLimit {
  id: HostId;
  name: string;
  /** Bytes a `Cookie` header meets first; null where the host documents no number. */
  bytes: number | null;
  /** What the number limits. */
  what: 'one header' | 'all headers' | 'whole request without body' | 'not documented';
  /** How a site can change it, or what else is documented. */
  note: string;
  /** Page that states the number. */
  source: string;
  /** Day on which the page was read, ISO 8601. */
  seen: string;
}

const SEEN = '2026-11-24';

export const HEADER_LIMITS: readonly HeaderLimit[] = [
  {
    id: 'node',
    name: 'Node.js',
    bytes: 16_384,
    what: 'all headers',
    note: 'The default; `--max-http-header-size` changes it. `next start` runs on it.',
    source: 'https://nodejs.org/api/http.html#httpmaxheadersize',
    seen: SEEN,
  },
  {
    id: 'nginx',
    name: 'nginx',
    bytes: 8192,
    what: 'one header',
    note: 'The default `large_client_header_buffers 4 8k`: a header fits into one buffer, all of them into four.',
    source: 'https://nginx.org/en/docs/http/ngx_http_core_module.html#large_client_header_buffers',
    seen: SEEN,
  },
  {
    id: 'apache',
    name: 'Apache HTTP Server',
    bytes: 8190,
    what: 'one header',
    note: 'The default of `LimitRequestFieldSize`.',
    source: 'https://httpd.apache.org/docs/2.4/mod/core.html#limitrequestfieldsize',
    seen: SEEN,
  },
  {
    id: 'alb',
    name: 'AWS Application Load Balancer',
    bytes: 16_384,
    what: 'one header',
    note: 'Fixed; all headers of a request together have 64 K.',
    source: 'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-limits.html',
    seen: SEEN,
  },
  {
    id: 'cloudfront',
    name: 'Amazon CloudFront',
    bytes: 20_480,
    what: 'whole request without body',
    note: 'Headers and query string together.',
    source: 'https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cloudfront-limits.html',
    seen: SEEN,
  },
  {
    id: 'cloudflare',
    name: 'Cloudflare',
    bytes: 131_072,
    what: 'all headers',
    note: '128 KB; the documentation of earlier years said 32 KB, and 16 KB for one header.',
    source: 'https://developers.cloudflare.com/fundamentals/reference/connection-limits/',
    seen: SEEN,
  },
  {
    id: 'vercel',
    name: 'Vercel',
    bytes: 16_384,
    what: 'one header',
    note: 'All headers of a request together have 32 KB.',
    source: 'https://vercel.com/docs/errors/REQUEST_HEADER_TOO_LARGE',
    seen: SEEN,
  },
  {
    id: 'netlify',
    name: 'Netlify',
    bytes: null,
    what: 'not documented',
    note: 'Its pages on limits state no size for request headers.',
    source: 'https://docs.netlify.com/build/edge-functions/limits/',
    seen: SEEN,
  },
];

/**
 * `cookieBytes` (bytes of `name=value`) as a share of each documented limit, four decimals: `{ node: 0.1947, … }`. Hosts
 * without a number are left out. The user's own limit (bytes) is `own`.
 */
export function headerShare(cookieBytes: number, ownLimit: number | null = null): Record<string, number> {
  const limits = HEADER_LIMITS.map(({ id, bytes }): [string, number | null] => [id, bytes]);
  return Object.fromEntries(
    [...limits, ['own', ownLimit] as const].flatMap(([id, bytes]) =>
      bytes === null ? [] : [[id, Math.round((cookieBytes / bytes) * 10_000) / 10_000]],
    ),
  );
}
