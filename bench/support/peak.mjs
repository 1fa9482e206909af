/** The most memory this process has ever had (resident set, as the kernel counts it), in MB of 1,000,000 bytes. */
export function peakMegabytes() {
  return (process.resourceUsage().maxRSS * 1024) / 1e6;
}
