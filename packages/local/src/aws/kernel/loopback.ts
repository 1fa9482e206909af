/**
 * Whether a Host header names this machine. aws:SecureTransport is true there also over plain HTTP: on AWS the
 * same client speaks TLS, and policies that insist on it must not be refused for the lack of a local certificate.
 */
export function isLoopback(host: string): boolean {
  const name = host.replace(/:\d+$/, '').toLowerCase();
  return (
    name === '[::1]' ||
    /^127\.\d+\.\d+\.\d+$/.test(name) ||
    name === 'localhost' ||
    name.endsWith('.localhost')
  );
}
