// #region types
import { VPC, type VPCProps } from '@wayleave/cloudformation/aws/ec2/vpc'; // one type, which loads nothing else
import { Topic } from '@wayleave/cloudformation/aws/sns'; // a service's table of contents

// #endregion

const network: VPCProps = { CidrBlock: '10.0.0.0/16' };

export const made = [Topic({}), VPC(network)];
