export default function HomePage() {
  return <h1>Projects that finish on time</h1>;
}
