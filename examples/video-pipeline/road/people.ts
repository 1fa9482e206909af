import type { SeedRole, SeedUser } from '@wayleave/local';

/** The uploader's e-mail address has what trips a filter that is put together by hand. */
export const uploaderEmail = "o'brien+test@example.com";

/** People that the environment knows, and their role, before anything is set up. */
export const contributorRole: SeedRole = {
  name: 'Video contributor',
  privileges: {
    prvReadUser: 'Global',
    prvCreatecwl_Video: 'Basic',
    prvReadcwl_Video: 'Basic',
    prvWritecwl_Video: 'Basic',
  },
};

export const people: readonly SeedUser[] = [
  {
    fullname: "Nuala O'Brien",
    internalemailaddress: uploaderEmail,
    entraObjectId: '0b9a3c52-5d1e-4c0b-9a7e-6f3d2c1b0a91',
    roles: [contributorRole.name],
  },
  {
    fullname: 'Ada Okafor',
    internalemailaddress: 'ada@example.com',
    entraObjectId: '4c8f0e5d-7a26-4b7d-8a51-92c3d4e5f607',
    roles: [contributorRole.name],
  },
];
