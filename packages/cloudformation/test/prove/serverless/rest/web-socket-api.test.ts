import { describe, expect, it } from 'vitest';
import { checkRow } from '../../hops/spoil.ts';
import { getAtt, hopOf, ref } from '../../hops/support.ts';
import { expanded, fn } from './support.ts';

const route = { FunctionArn: getAtt('Function') };
const socket = (more: object = {}) => ({
  Type: 'AWS::Serverless::WebSocketApi',
  Properties: { RouteSelectionExpression: '$request.body.action', Routes: { $connect: route }, ...more },
});

describe('each permission that the transform makes for a WebSocket API is needed', () => {
  it.each([
    ['for a route', {}, 'SocketConnectPermission'],
    ['for a route of a stage that is named', { StageName: 'live' }, 'SocketConnectPermission'],
    ['for a route of a stage that a parameter names', { StageName: ref('Stage') }, 'SocketConnectPermission'],
  ])('%s', (name, more, grant) => {
    const base = () => expanded({ Function: fn(), Socket: socket(more) }).resources;
    checkRow({ name, base, hop: ['Socket', 'invoke', 'Function'], grants: [grant] });
  });

  it('for its authorizer', () => {
    const base = () =>
      expanded({
        Function: fn(),
        Other: fn(),
        Socket: socket({
          Routes: { $connect: { FunctionArn: getAtt('Other') } },
          Auth: { AuthType: 'CUSTOM', AuthArn: getAtt('Function') },
        }),
      }).resources;
    const hop = ['Socket', 'invoke', 'Function'] as const;
    checkRow({ name: 'authorizer', base, hop, grants: ['SocketAuthorizerPermission'] });
  });
});

describe('a WebSocket API', () => {
  it('has a route for each key, written where it is', () => {
    const { resources, from, proof } = expanded({
      Function: fn(),
      Socket: socket({ Routes: { $connect: route, sendMessage: route } }),
    });
    expect(resources).toHaveProperty('SocketSendmessageRoute');
    expect(from.get('SocketSendmessageRoute')).toEqual([
      'Resources',
      'Socket',
      'Properties',
      'Routes',
      'sendMessage',
    ]);
    expect(hopOf(proof(), 'Socket', 'invoke', 'Function').answer).toBe('allowed');
  });

  it('calls its authorizer as the role that it names, without a permission', () => {
    const auth = { AuthType: 'CUSTOM', AuthArn: getAtt('Other'), InvokeRole: 'arn:aws:iam::1:role/caller' };
    const { resources, proof } = expanded({ Function: fn(), Other: fn(), Socket: socket({ Auth: auth }) });
    expect(resources).not.toHaveProperty('SocketAuthorizerPermission');
    expect(hopOf(proof(), 'Socket', 'invoke', 'Other').answer).toBe('unknown');
  });

  it('has the authorizer of the kind that a parameter names; of one that is not known it tells', () => {
    const auth = (type: unknown) => socket({ Auth: { AuthType: type, AuthArn: getAtt('Function') } });
    const { left } = expanded({ Function: fn(), Socket: auth({ 'Fn::ImportValue': 'x' }) });
    expect(left).toMatchObject([{ from: ['Resources', 'Socket', 'Properties', 'Auth'] }]);
    expect(expanded({ Function: fn(), Socket: auth('NONE') }).left).toEqual([]);
  });

  it('is left without routes, and a route without a function is', () => {
    expect(expanded({ Socket: socket({ Routes: ref('P') }) }).left).toMatchObject([
      { logicalId: 'Socket', from: ['Resources', 'Socket'] },
    ]);
    expect(expanded({ Socket: socket({ Routes: { a: {} } }) }).left).toMatchObject([
      { from: ['Resources', 'Socket', 'Properties', 'Routes', 'a'] },
    ]);
  });
});
