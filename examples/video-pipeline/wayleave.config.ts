import { defineConfig, type SetupConfig } from '@wayleave/provision';

/** Where Entra sends the browser after admin consent; nothing listens there. */
export const redirectUri = 'https://localhost/consented';

/** The Microsoft side: what the handler needs in an environment, and nothing more. */
export function videoPipelineSetup(environment: string): SetupConfig {
  return defineConfig({
    environment,
    app: { name: 'video-pipeline', redirectUri, secret: { name: 'handler', days: 90 } },
    role: {
      name: 'Video pipeline',
      privileges: {
        systemuser: { read: 'Global' },
        cwl_video: { create: 'Global', read: 'Global', write: 'Global' },
      },
      actOnBehalf: true,
    },
  });
}
