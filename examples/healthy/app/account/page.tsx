import { redirect } from 'next/navigation';
import { auth0 } from '@/lib/auth0';

export default async function AccountPage() {
  const session = await auth0.getSession();
  if (!session) redirect('/auth/login?returnTo=/account');
  return (
    <>
      <h1>Account</h1>
      <p>Signed in as {session.user.email}</p>
    </>
  );
}
