/** Whether CloudFormation takes the text as a logical ID. */
export function isLogicalId(text: string): boolean {
  return text.length <= 255 && /^[A-Za-z0-9]+$/.test(text);
}

/** Whether a value may be put into the text when it is deployed: `${Name}`, and `&{Name}` in a loop. */
export function hasPlaceholder(text: string): boolean {
  return text.includes('${') || text.includes('&{');
}
