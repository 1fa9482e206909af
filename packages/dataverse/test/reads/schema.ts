/** What is known of two tables while the client runs. */
export const schema = {
  tables: {
    accounts: {
      logicalName: 'account',
      id: 'accountid',
      moments: ['createdon', 'overriddencreatedon'],
      navigation: {
        primarycontactid: 'contacts',
        contact_customer_accounts: 'contacts',
        ownerid: 'principals',
      },
    },
    contacts: {
      logicalName: 'contact',
      id: 'contactid',
      moments: ['createdon'],
      navigation: { parentcustomerid_account: 'accounts' },
    },
  },
} as const;
