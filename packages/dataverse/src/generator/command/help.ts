export const EXAMPLES = `Examples:
  wayleave types --metadata metadata.xml --table account --out src/dataverse.ts
  wayleave types --url https://contoso.crm4.dynamics.com --tenant-id <id> \\
      --client-id <id> --table account --function WhoAmI \\
      --action 'opportunity.*' --out src/dataverse.ts
  wayleave types --metadata metadata.xml --table account \\
      --out src/dataverse.ts --check    for CI

The client secret is read from DATAVERSE_CLIENT_SECRET. Metadata for a file:
<environment>/api/data/v9.2/$metadata, best with ?annotations=true, which marks
read-only columns.

Exit codes: 0 done, 1 --check found a difference, 2 failed.
`;

export const HELP = `Usage: wayleave-dataverse types [options]

Writes a TypeScript module with the types of Dataverse tables, for createClient({ schema }).

  --metadata <file>         the environment's $metadata, saved
  --url <environment>       or ask the environment; choices and alternate keys come from there, too
  --tenant-id <id>          for --url
  --client-id <id>          for --url
  --authority <url>         login host, if it does not follow from --url
  --table <name>            logical name or entity set name; repeatable
  --all                     all tables
  --columns <table:a,b>     only these columns of a table; repeatable
  --action <name>           an action, unbound or of a chosen table; table.Name for one table's; * for any letters
  --function <name>         a function, likewise; without these two none is written
  --choices <file>          JSON of RetrieveMetadataChanges or EntityDefinitions with Attributes; repeatable
  --out <file>              where to write, though not over what was written by hand; else standard output
  --check                   write nothing; exit with 1 if the file differs
  --json                    print a summary as one line of JSON
  --help

${EXAMPLES.replaceAll('wayleave types', 'npx @wayleave/dataverse types')}`;
