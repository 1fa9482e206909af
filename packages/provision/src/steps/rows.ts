/** All rows of a query as an array. */
export async function rows<Row>(query: AsyncIterable<Row>): Promise<Row[]> {
  const all: Row[] = [];
  for await (const row of query) all.push(row);
  return all;
}
