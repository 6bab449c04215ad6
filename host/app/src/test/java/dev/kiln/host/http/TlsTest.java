package dev.kiln.host.http;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kiln.spi.BadRequest;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** TLS by PEM files, whose content the JDK's keytool makes. */
class TlsTest {
  @TempDir private static Path temp;
  private static KeyStore mine;

  @BeforeAll
  static void make() throws Exception {
    mine = pair("mine", "EC");
    pair("other", "EC");
    pair("rsa", "RSA");
  }

  private static KeyStore pair(String name, String algorithm) throws Exception {
    Path file = temp.resolve(name + ".p12");
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "me",
                "-keyalg",
                algorithm,
                "-storetype",
                "PKCS12",
                "-storepass",
                "secret",
                "-dname",
                "CN=localhost",
                "-ext",
                "SAN=ip:127.0.0.1",
                "-keystore",
                file.toString())
            .redirectErrorStream(true)
            .redirectOutput(temp.resolve("keytool.log").toFile())
            .start();
    assertThat(keytool.waitFor()).isZero();
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(file)) {
      store.load(in, "secret".toCharArray());
    }
    write(name + ".crt", "CERTIFICATE", store.getCertificate("me").getEncoded());
    write(name + ".key", "PRIVATE KEY", store.getKey("me", "secret".toCharArray()).getEncoded());
    return store;
  }

  private static void write(String name, String kind, byte[] content) throws IOException {
    String base64 = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content);
    Files.writeString(
        temp.resolve(name),
        "-----BEGIN %s-----\n%s\n-----END %s-----\n".formatted(kind, base64, kind));
  }

  private static PemIdentity identity(String certificate, String key) {
    return PemIdentity.read(temp.resolve(certificate), temp.resolve(key));
  }

  @Test
  void theServerAnswersOverHttpsAlone() throws Exception {
    ApiSettings settings =
        new ApiSettings(
            "127.0.0.1", 0, Access.LOCAL, Map.of(), Optional.of(identity("mine.crt", "mine.key")));
    try (TestingServer server = TestingServer.with(settings)) {
      assertThat(server.api.url()).startsWith("https://127.0.0.1:");
      HttpClient client = HttpClient.newBuilder().sslContext(trusting()).build();
      assertThat(status(client, server.api.url() + "/internal/ping", "")).isEqualTo(200);
      String large = "{\"steps\":1,\"x\":\"" + "A".repeat(1 << 20) + "\"}";
      assertThat(status(client, server.api.url() + "/sdapi/v1/txt2img", large)).isEqualTo(200);
      String plain = server.api.url().replace("https", "http") + "/internal/ping";
      assertThatThrownBy(() -> status(client, plain, "")).isInstanceOf(IOException.class);
    }
  }

  private static SSLContext trusting() throws Exception {
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry("me", mine.getCertificate("me"));
    TrustManagerFactory managers =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    managers.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, managers.getTrustManagers(), null);
    return context;
  }

  private static int status(HttpClient client, String url, String body) throws Exception {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url));
    if (!body.isEmpty()) {
      request.POST(BodyPublishers.ofString(body));
    }
    return client.send(request.build(), BodyHandlers.discarding()).statusCode();
  }

  @Test
  void rsaKeysAndAllInOneFileWork() throws Exception {
    assertThat(identity("rsa.crt", "rsa.key").context()).isNotNull();
    Files.writeString(
        temp.resolve("both.pem"),
        "some words\n"
            + Files.readString(temp.resolve("mine.key"))
            + Files.readString(temp.resolve("mine.crt")));
    assertThat(identity("both.pem", "both.pem").context()).isNotNull();
  }

  @Test
  void whatIsNotAPairIsRefusedWithASentence() throws Exception {
    refused("nowhere.crt", "mine.key", "nowhere.crt cannot be read, there is no such file");
    refused("mine.key", "mine.key", "mine.key has no certificate; give a PEM file with");
    refused("mine.crt", "other.key", "other.key is not the key of the first certificate in ");
    refused("mine.crt", "rsa.key", "cannot be used for TLS (");
    write("old.key", "EC PRIVATE KEY", new byte[3]);
    refused(
        "mine.crt", "old.key", "has no private key in PKCS #8 without a password; openssl pkcs8");
    write("broken.crt", "CERTIFICATE", "nonsense".getBytes(US_ASCII));
    refused("broken.crt", "mine.key", "cannot be used for TLS (");
  }

  private static void refused(String certificate, String key, String sentence) {
    assertThatThrownBy(() -> identity(certificate, key))
        .isInstanceOf(BadRequest.class)
        .message()
        .contains(sentence)
        .satisfies(it -> assertThat(List.of(it.split("\n"))).hasSize(1));
  }
}
