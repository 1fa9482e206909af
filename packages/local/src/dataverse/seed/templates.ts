/** Role templates have the same id in every organisation. */
export const SYSTEM_ADMINISTRATOR_TEMPLATE = '627090ff-40a3-4053-8790-584edc5be201';
export const DELEGATE_TEMPLATE = 'd892cc0b-28c7-4e88-bd92-72f2c366baed';
