package dev.kiln.host.app;

import dev.kiln.host.http.PemIdentity;
import dev.kiln.spi.BadRequest;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** TLS by files, under webUI's flags. */
final class TlsFlags {
  @Option(
      names = "--tls-certfile",
      paramLabel = "FILE",
      description = "answer over https alone: PEM file of the certificate and its chain")
  private @Nullable Path certificate;

  @Option(
      names = "--tls-keyfile",
      paramLabel = "FILE",
      description = "PEM file of the certificate's private key")
  private @Nullable Path key;

  /**
   * @throws BadRequest when one is missing, or cannot be used
   */
  Optional<PemIdentity> identity() {
    if (certificate == null && key == null) {
      return Optional.empty();
    }
    if (certificate == null || key == null) {
      throw new BadRequest(
          "TLS needs both --tls-certfile and --tls-keyfile; give the other one too");
    }
    return Optional.of(PemIdentity.read(certificate, key));
  }
}
