package dev.kiln.host.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kiln.host.http.Access;
import dev.kiln.spi.BadRequest;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

class AccessFlagsTest {
  /** A command with these flags and another. */
  @Command(name = "serve")
  private static final class Serve {
    @Mixin private AccessFlags access = new AccessFlags();
    @Mixin private HostOptions host = new HostOptions();

    @Option(names = "--port", defaultValue = "7860")
    private int port;
  }

  private final Serve serve = new Serve();

  private Access access(String... arguments) {
    new CommandLine(serve).parseArgs(arguments);
    return serve.access.access();
  }

  @Test
  void nothingTypedIsTheMachineAlone() {
    assertThat(access("--port", "1")).isEqualTo(Access.LOCAL);
  }

  @Test
  void listsAreWrittenAsInWebuiOrTypedAgain() {
    Access access =
        access(
            "--allow-host",
            "a.example",
            "b.example",
            "--port",
            "1",
            "--allow-host=c.example,d.example:81",
            "--cors-allow-origins=https://a.example,http://b.example:3000",
            "--api-auth",
            "a:b,c:d");
    assertThat(access.hosts())
        .containsExactly("a.example", "b.example", "c.example", "d.example:81");
    assertThat(access.origins()).containsExactly("https://a.example", "http://b.example:3000");
    assertThat(access.credentials()).containsExactly("a:b", "c:d");
    assertThat(access("--cors-allow-origins-regex", "https://.*").originPattern().pattern())
        .isEqualTo("https://.*");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          --allow-host=https://a.example/           | --allow-host is "https://a.example/"; give a name alone, such as kiln.example or kiln.example:8443
          --cors-allow-origins=a.example            | --cors-allow-origins is "a.example"; give scheme and name without a path, such as https://draw.example, or *
          --cors-allow-origins=https://a.example/x  | --cors-allow-origins is "https://a.example/x"; give scheme and name without a path, such as https://draw.example, or *
          --cors-allow-origins-regex=(              | --cors-allow-origins-regex is "(", which is no regular expression (Unclosed group); write one such as https://.*[.]example
          --api-auth=a:b,secret                     | --api-auth needs a user and a password, USER:PASSWORD, but user 2 of 2 is not that; a password may hold no comma
          --api-key=a b                             | --api-key has an empty key, or one with spaces; give letters, digits and signs
          --api-auth=:secret                        | --api-auth needs a user and a password, USER:PASSWORD, but user 1 of 1 is not that; a password may hold no comma
          """)
  void whatIsNoneIsRefused(String argument, String sentence) {
    assertThatThrownBy(() -> access(argument)).isInstanceOf(BadRequest.class).hasMessage(sentence);
  }

  @Test
  void flagsAreShownByWebuisNamesAndNoPasswordIs() {
    var typed =
        new CommandLine(serve)
            .parseArgs(
                "--api-auth",
                "me:secret",
                "--api-key",
                "secret",
                "--models",
                "/m",
                "--allow-host",
                "a,b");
    Map<String, Object> shown = ShownFlags.of(typed);
    assertThat(shown)
        .containsEntry("api", true)
        .containsEntry("port", 7860)
        .containsEntry("api_auth", "***")
        .containsEntry("api_key", "***")
        .containsEntry("ckpt_dir", "/m")
        .containsEntry("allow_host", List.of("a", "b"))
        .containsEntry("cors_allow_origins", null)
        .containsEntry("cors_allow_origins_regex", null)
        .containsEntry("safe_mode", false)
        .doesNotContainKeys("models", "help");
    assertThat(shown.toString()).doesNotContain("secret");
  }

  @Test
  void whoListensIsWarned() {
    access("--port", "1");
    assertThat(serve.access.warnings(false, false)).isEmpty();
    assertThat(serve.access.warnings(true, true))
        .hasSize(3)
        .allMatch(line -> line.startsWith("kiln: WARNING: "));
    access("--api-auth", "a:b");
    assertThat(serve.access.warnings(true, false))
        .singleElement()
        .asString()
        .contains("plain text", "--tls-certfile");
    assertThat(serve.access.warnings(true, true)).isEmpty();
  }
}
