import { randomUUID } from 'node:crypto';
import { AwsError, type Operation, operation } from '../../service.ts';
import { conflict, functionNotFound, invalidParameter, notFound, revisionMismatch } from '../errors.ts';
import { type FunctionReference, parseFunctionName, qualifiedArn } from '../function-name.ts';
import { type FunctionRecord, type FunctionStore, isLatest } from '../store.ts';
import { type PermissionInput, policyDocument, statementFor } from './statement.ts';

const MAX_POLICY_BYTES = 20_480;

interface FunctionInput {
  readonly FunctionName: string;
  readonly Qualifier?: string;
}

interface AddPermissionInput extends FunctionInput, PermissionInput {
  readonly RevisionId?: string;
}

interface RemovePermissionInput extends FunctionInput {
  readonly StatementId: string;
  readonly RevisionId?: string;
}

/** AddPermission, RemovePermission and GetPolicy: the resource policy of a function. */
export function permissionOperations(store: FunctionStore, partition: string): Record<string, Operation> {
  return {
    AddPermission: operation<AddPermissionInput, object>({
      authorize: (input, call) => [
        {
          action: 'lambda:AddPermission',
          resource: parseFunctionName(input, call, partition).arn,
          context: { 'lambda:Principal': input.Principal },
        },
      ],
      run(input, call) {
        const reference = parseFunctionName(input, call, partition);
        if (reference.qualifier === '$LATEST') {
          throw invalidParameter('We currently do not support adding policies for $LATEST.');
        }
        const record = store.get(reference.name);
        if (record === undefined) throw functionNotFound(reference.arn);
        refuseQualifier(reference);
        checkRevision(record, input.RevisionId);
        const statement = statementFor(input, reference.arn, partition);
        if (record.statements.some(({ Sid }) => Sid === statement.Sid)) {
          throw conflict(
            `The statement id (${statement.Sid}) provided already exists. Please provide a new statement id, or remove the existing statement.`,
          );
        }
        const statements = [...record.statements, statement];
        const size = Buffer.byteLength(JSON.stringify(policyDocument(statements)));
        if (size > MAX_POLICY_BYTES) {
          throw new AwsError(
            'PolicyLengthExceededException',
            `The final policy size (${size}) is bigger than the limit (${MAX_POLICY_BYTES}).`,
            400,
            { Type: 'User' },
          );
        }
        record.statements = statements;
        record.revisionId = randomUUID();
        return { Statement: JSON.stringify(statement) };
      },
    }),

    RemovePermission: operation<RemovePermissionInput, object>({
      authorize: (input, call) => [
        { action: 'lambda:RemovePermission', resource: parseFunctionName(input, call, partition).arn },
      ],
      run(input, call) {
        const reference = parseFunctionName(input, call, partition);
        const record = store.get(reference.name);
        if (record === undefined) throw notFound(`No policy found for: ${reference.arn}`);
        refuseQualifier(reference);
        if (record.statements.length === 0) {
          throw notFound('No policy is associated with the given resource.');
        }
        checkRevision(record, input.RevisionId);
        const statements = record.statements.filter(({ Sid }) => Sid !== input.StatementId);
        if (statements.length === record.statements.length) {
          throw notFound(`Statement ${input.StatementId} is not found in resource policy.`);
        }
        record.statements = statements;
        record.revisionId = randomUUID();
        return {};
      },
    }),

    GetPolicy: operation<FunctionInput, object>({
      authorize: (input, call) => [
        { action: 'lambda:GetPolicy', resource: parseFunctionName(input, call, partition).arn },
      ],
      run(input, call) {
        const reference = parseFunctionName(input, call, partition);
        const record = store.get(reference.name);
        if (record === undefined || record.statements.length === 0 || reference.qualifier !== undefined) {
          throw notFound('The resource you requested does not exist.');
        }
        return { Policy: JSON.stringify(policyDocument(record.statements)), RevisionId: record.revisionId };
      },
    }),
  };
}

/** Versions and aliases do not exist here: an alias and a version are missing in different words. */
function refuseQualifier(reference: FunctionReference): void {
  if (isLatest(reference)) return;
  const isAlias = /^(?!\d+$)[a-zA-Z0-9-_]+$/.test(reference.qualifier ?? '');
  const arn = qualifiedArn(reference);
  throw isAlias ? notFound(`Cannot find alias arn: ${arn}`) : functionNotFound(arn);
}

function checkRevision(record: FunctionRecord, revisionId: string | undefined): void {
  if (revisionId !== undefined && revisionId !== record.revisionId) throw revisionMismatch();
}
