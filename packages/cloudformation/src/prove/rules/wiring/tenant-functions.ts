import type { Finding } from '../../../finding.ts';
import { functionNamed } from '../../hops/names.ts';
import { functionNameOf } from '../../model/function-name.ts';
import type { Audit } from '../audit/audit.ts';
import { finding } from '../rule.ts';

/** Functions that are isolated by tenant, which SNS cannot invoke. */
export function tenantFunctions(audit: Audit): readonly Finding[] {
  return audit.subscriptions().flatMap(({ protocol, endpoint, from, path, wiredBy }) => {
    if (protocol !== 'lambda') return [];
    const fn = functionNamed(audit.view, functionNameOf(endpoint).name);
    if (fn?.properties['TenancyConfig'] === undefined) return [];
    return [
      finding(audit, wiredBy, {
        id: 'TenantFunctionSubscribed',
        severity: 'error',
        message: `The function ${fn.logicalId} is isolated by tenant and subscribes to ${from.label}.`,
        cause: 'A function with TenancyConfig needs a tenant with each invocation, which SNS does not give.',
        fix: 'Subscribe a function without TenancyConfig, which calls this one with the tenant.',
        path,
        documentation: 'https://docs.aws.amazon.com/lambda/latest/dg/tenant-isolation.html',
      }),
    ];
  });
}
