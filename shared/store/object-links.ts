/**
 * Links by which a browser talks to the object store itself, past the limits of an API call: presigned requests
 * (Signature Version 4 in the query). A link is for one object, one method and some minutes; one for putting is
 * for so many octets of one type and no others, since both are signed.
 */
import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';

export interface ObjectLinks {
  toPut(key: string, what: { size: number; contentType: string; seconds: number }): Promise<URL>;
  toGet(key: string, how: { disposition: string; contentType: string; seconds: number }): Promise<URL>;
}

/** `endpoint`: where browsers reach the object store, if not at S3's own name. */
export function objectLinks(bucket: string, endpoint: URL | null): ObjectLinks {
  const client = new S3Client({
    // A checksum that the SDK would sign is one of a body that it does not know.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    ...(endpoint === null ? {} : { endpoint: endpoint.href, forcePathStyle: true }),
  });
  return {
    async toPut(key, { size, contentType, seconds }) {
      const command = new PutObjectCommand({
        Bucket: bucket,
        Key: key,
        ContentLength: size,
        ContentType: contentType,
      });
      const signableHeaders = new Set(['host', 'content-length', 'content-type']);
      return new URL(await getSignedUrl(client, command, { expiresIn: seconds, signableHeaders }));
    },

    async toGet(key, { disposition, contentType, seconds }) {
      const command = new GetObjectCommand({
        Bucket: bucket,
        Key: key,
        ResponseContentDisposition: disposition,
        ResponseContentType: contentType,
        ResponseCacheControl: 'no-store',
      });
      return new URL(await getSignedUrl(client, command, { expiresIn: seconds }));
    },
  };
}
