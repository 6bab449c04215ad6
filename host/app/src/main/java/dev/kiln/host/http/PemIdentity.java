package dev.kiln.host.http;

import dev.kiln.host.DiskReason;
import dev.kiln.spi.BadRequest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.jetty.util.ssl.SslContextFactory;

/** Who the server is over TLS: a certificate with those that vouch for it, and its private key. */
public final class PemIdentity {
  private static final Pattern BLOCK =
      Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----([A-Za-z0-9+/=\\s]+)-----END \\1-----");

  /** Of a store that lies in memory alone. */
  private static final String PASSWORD = "kiln";

  private final List<Certificate> chain;
  private final PrivateKey key;

  private PemIdentity(List<Certificate> chain, PrivateKey key) {
    this.chain = chain;
    this.key = key;
  }

  /**
   * Read PEM files, as certbot, mkcert and OpenSSL write them.
   *
   * @param certificate the server's own first
   * @param key its key in PKCS #8, without a password; may lie in the same file
   * @throws BadRequest when they are not that
   */
  public static PemIdentity read(Path certificate, Path key) {
    try {
      List<Certificate> chain = new ArrayList<>();
      CertificateFactory factory = CertificateFactory.getInstance("X.509");
      for (byte[] block : blocks(certificate, "CERTIFICATE")) {
        chain.add(factory.generateCertificate(new ByteArrayInputStream(block)));
      }
      if (chain.isEmpty()) {
        throw new BadRequest(
            certificate
                + " has no certificate; give a PEM file with -----BEGIN CERTIFICATE----- in it");
      }
      PublicKey open = chain.get(0).getPublicKey();
      PrivateKey secret = key(key, open);
      demandPair(certificate, open, key, secret);
      return new PemIdentity(chain, secret);
    } catch (GeneralSecurityException e) {
      throw new BadRequest(
          "%s and %s cannot be used for TLS (%s); give a certificate and its private key as PEM files"
              .formatted(certificate, key, e.getMessage()),
          e);
    }
  }

  private static PrivateKey key(Path file, PublicKey open) throws GeneralSecurityException {
    List<byte[]> blocks = blocks(file, "PRIVATE KEY");
    if (blocks.isEmpty()) {
      throw new BadRequest(
          "%s has no private key in PKCS #8 without a password; openssl pkcs8 -topk8 -nocrypt -in %s -out key.pem makes one of another form"
              .formatted(file, file));
    }
    return KeyFactory.getInstance(open.getAlgorithm())
        .generatePrivate(new PKCS8EncodedKeySpec(blocks.get(0)));
  }

  private static List<byte[]> blocks(Path file, String kind) {
    try {
      List<byte[]> found = new ArrayList<>();
      Matcher blocks = BLOCK.matcher(Files.readString(file));
      while (blocks.find()) {
        if (blocks.group(1).equals(kind)) {
          found.add(Base64.getMimeDecoder().decode(blocks.group(2)));
        }
      }
      return found;
    } catch (IOException e) {
      throw new BadRequest(file + " cannot be read, " + DiskReason.of(e) + "; name another", e);
    }
  }

  /** Else every connection would fail, with no word of why. */
  private static void demandPair(Path certificate, PublicKey open, Path file, PrivateKey secret)
      throws GeneralSecurityException {
    String algorithm =
        switch (open.getAlgorithm()) {
          case "RSA" -> "SHA256withRSA";
          case "EC" -> "SHA256withECDSA";
          default -> open.getAlgorithm();
        };
    Signature signature = Signature.getInstance(algorithm);
    signature.initSign(secret);
    byte[] signed = signature.sign();
    signature.initVerify(open);
    if (!signature.verify(signed)) {
      throw new BadRequest(
          "%s is not the key of the first certificate in %s; give the one that it was made with"
              .formatted(file, certificate));
    }
  }

  SslContextFactory.Server context() {
    try {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      store.setKeyEntry("kiln", key, PASSWORD.toCharArray(), chain.toArray(Certificate[]::new));
      SslContextFactory.Server context = new SslContextFactory.Server();
      context.setKeyStore(store);
      context.setKeyStorePassword(PASSWORD);
      return context;
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("a key store in memory cannot be made", e);
    }
  }
}
