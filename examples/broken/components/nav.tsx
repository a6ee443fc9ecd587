import { headers } from 'next/headers';
import Link from 'next/link';
import { auth0 } from '@/lib/auth0';

const links = [
  { href: '/dashboard', label: 'Dashboard' },
  { href: '/account', label: 'Account' },
  { href: '/pricing', label: 'Pricing' },
];

export async function Nav() {
  const pathname = (await headers()).get('x-pathname');
  const session = await auth0.getSession();
  return (
    <nav>
      {links.map(({ href, label }) => (
        <Link key={href} href={href} aria-current={href === pathname ? 'page' : undefined}>
          {label}
        </Link>
      ))}
      {/* A plain link: these addresses belong to the SDK and must not be prefetched. */}
      {session ? <a href="/auth/logout">Log out</a> : <a href="/auth/login">Log in</a>}
    </nav>
  );
}
