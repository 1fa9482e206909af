/** The picture's colours, by light and dark. Variables, so that one drawing serves both. */
export const style = `
.road{--paper:#ffffff;--card:#ffffff;--edge:#d5dbe3;--ink:#1f2933;--soft:#5f6b7a;--allowed:#2f855a;--allowed-fill:#eefaf3;--line:#8fb8a2;--denied:#c92a2a;--denied-fill:#fff1f0;--unknown:#a86400;--unknown-fill:#fff8e6;--messages:#7c3aed;--compute:#1d4ed8;--storage:#0f766e;--identity:#475569;--events:#a21caf;--other:#64748b}
@media (prefers-color-scheme:dark){.road{--paper:#12171e;--card:#1b222c;--edge:#364252;--ink:#e8edf3;--soft:#9fadbd;--allowed:#68d391;--allowed-fill:#163326;--line:#4b8466;--denied:#ff8783;--denied-fill:#3d1a1c;--unknown:#f6c453;--unknown-fill:#382b0d;--messages:#b69bff;--compute:#8ab4ff;--storage:#5fd4c6;--identity:#aab8c9;--events:#ee9bf5;--other:#a7b4c4}}
.road text{font-family:system-ui,-apple-system,'Segoe UI',Roboto,'Helvetica Neue',Arial,sans-serif;fill:var(--ink)}
.road .soft{fill:var(--soft)}
.road .card{fill:var(--card);stroke:var(--edge)}
.road .outer{fill:none;stroke-dasharray:5 4}
.road .glyph{fill:none;stroke-width:1.6;stroke-linecap:round;stroke-linejoin:round}
.road .arrow{fill:none;stroke-width:1.8;stroke:var(--line)}
.road .arrow.denied{stroke:var(--denied);stroke-width:2.2}
.road .arrow.unknown{stroke:var(--unknown);stroke-dasharray:6 5}
.road .pill{fill:var(--allowed-fill);stroke:var(--line)}
.road .pill.denied{fill:var(--denied-fill);stroke:var(--denied)}
.road .pill.unknown{fill:var(--unknown-fill);stroke:var(--unknown);stroke-dasharray:4 3}
.road text.allowed{fill:var(--allowed)}
.road text.denied{fill:var(--denied)}
.road text.unknown{fill:var(--unknown)}
`.trim();
