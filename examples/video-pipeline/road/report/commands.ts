import type { Local } from '@wayleave/local';
import type { RoadResult } from '../run-road.ts';

/** Commands to paste into another terminal while the clouds stay up. */
export function commandsText(local: Local, { outputs, consentUrl }: RoadResult, clip: string): string {
  const { aws, entra, dataverse, caFile } = local;
  const { accessKeyId, secretAccessKey } = aws.credentials;
  const bucket = outputs['UploadBucketName'];
  const message = `{"bucket":"${bucket}","key":"ada.mp4","uploadedBy":"ada@example.com"}`;
  return `
The local clouds stay up. In another terminal:

  # AWS
  export AWS_ACCESS_KEY_ID=${accessKeyId} AWS_SECRET_ACCESS_KEY=${secretAccessKey}
  export AWS_DEFAULT_REGION=${aws.region} AWS_REGION=${aws.region} AWS_PAGER= AWS_EC2_METADATA_DISABLED=true
  aws --endpoint-url ${aws.url} sns list-topics
  aws --endpoint-url ${aws.url} cloudformation describe-stacks
  aws --endpoint-url ${aws.url} s3 cp ${clip} s3://${bucket}/ada.mp4
  aws --endpoint-url ${aws.url} sns publish --topic-arn ${outputs['TopicArn']} --message '${message}'
  aws --endpoint-url ${aws.url} logs filter-log-events --log-group-name ${outputs['LogGroupName']}

  # Entra, Graph and Dataverse (one certificate authority for all)
  curl -i ${dataverse.url}/api/data/v9.2/WhoAmI --cacert ${caFile}
  TOKEN=$(curl -s --cacert ${caFile} ${entra.url}/${entra.tenantId}/oauth2/v2.0/token \\
    -d grant_type=client_credentials -d client_id=${entra.administrator.clientId} \\
    --data-urlencode client_secret=${entra.administrator.clientSecret} \\
    --data-urlencode scope=${dataverse.url}/.default | node -pe 'JSON.parse(require("fs").readFileSync(0)).access_token')
  curl -s --cacert ${caFile} -H "Authorization: Bearer $TOKEN" ${dataverse.url}/api/data/v9.2/cwl_videos
  curl -i --cacert ${caFile} '${consentUrl}'
  export NODE_EXTRA_CA_CERTS=${caFile}    # for Node clients

Ctrl-C stops everything.
`;
}
