package dev.kiln.host.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kiln.host.Sha256;
import dev.kiln.spi.BadRequest;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** From a server on this machine. */
class DownloadTest {
  private static final byte[] CONTENT = FileServer.bytes(1_000_000);
  private static final Fingerprint RIGHT =
      new Fingerprint(Fingerprint.Kind.SHA256, Sha256.of(CONTENT));

  @TempDir private Path temp;
  private final Web web = new Web(new Web.Account(URI.create("http://nobody.invalid"), "secret"));
  private FileServer server;
  private Path target;

  @BeforeEach
  void serve() throws IOException {
    server = new FileServer().with("/m.safetensors", CONTENT);
    target = temp.resolve("models/m.safetensors");
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private RemoteFile file() {
    return RemoteFile.at(server.uri("/m.safetensors"), web);
  }

  private void download(RemoteFile file) {
    new Download(web, file, target).run(have -> {});
  }

  private List<String> left() throws IOException {
    try (Stream<Path> files = Files.list(target.getParent())) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void aFileComesWholeAndNothingIsLeftBesideIt() throws IOException {
    List<Long> told = new ArrayList<>();
    RemoteFile file = file();
    assertThat(file.name()).isEqualTo("m.safetensors");
    assertThat(file.bytes()).isEqualTo(CONTENT.length);
    new Download(web, file.with(RIGHT), target).run(told::add);
    assertThat(target).hasBinaryContent(CONTENT);
    assertThat(told).isSorted().endsWith((long) CONTENT.length);
    assertThat(left()).containsExactly("m.safetensors");
  }

  @Test
  void whatBrokeOffGoesOnWhereItEnded() throws IOException {
    RemoteFile file = file().with(RIGHT);
    server.breaksOffAfter(300_000);
    assertThatThrownBy(() -> download(file))
        .isInstanceOf(BadRequest.class)
        .hasMessageMatching(
            "m.safetensors broke off after \\d+ of 1000000 bytes; run it again, and it goes on there");
    long have = Files.size(temp.resolve("models/m.safetensors.part"));
    assertThat(have).isBetween(1L, 300_000L);
    assertThat(target).doesNotExist();
    server.breaksOffAfter(Integer.MAX_VALUE);
    download(file);
    assertThat(target).hasBinaryContent(CONTENT);
    assertThat(server.asked()).last().isEqualTo("/m.safetensors bytes=" + have + "-");
    assertThat(left()).containsExactly("m.safetensors");
  }

  @Test
  void anotherFileOfTheSameAddressBeginsAnew() throws IOException {
    server.breaksOffAfter(300_000);
    RemoteFile unhashed = file();
    assertThatThrownBy(() -> download(unhashed)).isInstanceOf(BadRequest.class);
    byte[] other = FileServer.bytes(900_000);
    other[5] = 99;
    server.with("/m.safetensors", other).breaksOffAfter(Integer.MAX_VALUE);
    download(file());
    assertThat(target).hasBinaryContent(other);
  }

  @Test
  void aServerWithoutRangesAndOneWhoseFileBecameShorterAreReadFromTheBegin() throws IOException {
    Files.createDirectories(target.getParent());
    Files.write(temp.resolve("models/m.safetensors.part"), new byte[400_000]);
    server.withoutRanges();
    download(file().with(RIGHT));
    assertThat(target).hasBinaryContent(CONTENT);
    server.close();
    serve();
    Files.write(temp.resolve("models/m.safetensors.part"), new byte[2_000_000]);
    download(file().with(RIGHT));
    assertThat(target).hasBinaryContent(CONTENT);
  }

  @Test
  void anotherContentThanWasExpectedIsDeleted() throws IOException {
    Fingerprint other = Fingerprint.sha256("A".repeat(64));
    RemoteFile file = file().with(other);
    assertThatThrownBy(() -> download(file))
        .isInstanceOf(BadRequest.class)
        .hasMessage(
            "m.safetensors came with another content than that of SHA-256 "
                + "a".repeat(64)
                + ", so it was deleted; pull it again");
    assertThat(left()).isEmpty();
  }

  @Test
  void aTokenGoesToItsServerAloneAndNotToWhereThatLeads() throws IOException {
    try (FileServer elsewhere = new FileServer().with("/cdn", CONTENT)) {
      server.redirect("/hub", elsewhere.url("/cdn"));
      Web known = new Web(new Web.Account(server.uri("/"), "secret"));
      RemoteFile file = RemoteFile.at(server.uri("/hub"), known);
      new Download(known, file, target).run(have -> {});
      assertThat(target).hasBinaryContent(CONTENT);
      assertThat(server.asked()).allMatch(it -> it.endsWith("Bearer secret")).isNotEmpty();
      assertThat(elsewhere.asked()).noneMatch(it -> it.contains("secret")).isNotEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "attachment; filename=\"a b.safetensors\"             | a b.safetensors",
        "attachment; filename=ab+1.safetensors                | ab+1.safetensors",
        "attachment; filename*=UTF-8''%C3%A9%2B1.safetensors  | é+1.safetensors",
        "attachment; filename=\"../../up.safetensors\"       | up.safetensors",
        "inline                                               | m.safetensors",
      })
  void theServerMaySayTheNameAndNoFolder(String disposition, String name) {
    server.named("/m.safetensors", disposition);
    assertThat(file().name()).isEqualTo(name);
  }

  @Test
  void whatIsNotToBeHadIsToldInASentence() {
    refused(server.uri("/absent"), "there is nothing at " + server.url("/absent") + "; see to");
    refused(URI.create("ftp://a/b"), "ftp://a/b is no address that begins with http");
    server.redirect("/round", "/round");
    refused(server.uri("/round"), "leads from one address to the next without an end");
    server.close();
    refused(server.uri("/m.safetensors"), "cannot be reached (");
  }

  private void refused(URI address, String sentence) {
    assertThatThrownBy(() -> RemoteFile.at(address, web))
        .isInstanceOf(BadRequest.class)
        .hasMessageContaining(sentence);
  }
}
