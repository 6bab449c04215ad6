package dev.kiln.host.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.kiln.api.EngineOptions;
import dev.kiln.api.Kiln;
import dev.kiln.api.KilnException;
import dev.kiln.api.KilnException.Reason;
import dev.kiln.host.testing.PluginJar;
import dev.kiln.host.testing.TinyModel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What programs are told, in their own words, of what they say that means nothing. */
@Timeout(120)
class ProgramWordsTest {
  @TempDir static Path folder;

  @BeforeAll
  static void prepare() throws IOException {
    TinyModel.copyTo(folder.resolve("models"));
    PluginJar.of("shout", "1.0.0")
        .source(
            "demo.Shout",
            """
            package demo;
            import dev.kiln.spi.BadRequest;
            import dev.kiln.spi.generate.PassContext;
            import dev.kiln.spi.hook.*;
            import java.util.Optional;
            @org.pf4j.Extension
            @jakarta.inject.Singleton
            public class Shout implements DenoiseHook {
              public Optional<DenoiseInterceptor> open(PassContext pass) {
                throw new BadRequest("--shout-dir is empty; name another, or --model and --steps"
                    + " (--shout-loud says how), as kiln tune --model x does; not --x or \\"--home\\"");
              }
            }
            """)
        .source(
            "demo.Loud",
            """
            package demo;
            import dev.kiln.spi.index.*;
            @PluginOptions
            public record Loud(
              @Option(label = "Loud", defaultValue = "1", min = 0, max = 9, flags = "--shout-loud") int loud) {}
            """)
        .source(
            "demo.Place",
            """
            package demo;
            import dev.kiln.spi.index.*;
            @PluginOptions(scope = PluginOptions.Scope.SETTINGS)
            public record Place(
              @Option(label = "Place", defaultValue = "", flags = "--shout-dir") String place) {}
            """)
        .dropInto(Files.createDirectories(folder.resolve("jars")), "shout.jar");
  }

  private static Kiln open(Consumer<EngineOptions.Builder> more) {
    return Kiln.open(
        o -> {
          o.models(folder.resolve("models")).home(folder.resolve("home"));
          more.accept(o.plugins(folder.resolve("jars")));
        });
  }

  private static void refused(String sentence, Runnable use) {
    KilnException refused = catchThrowableOfType(KilnException.class, use::run);
    assertThat(refused).hasMessage(sentence);
    assertThat(refused.reason()).isEqualTo(Reason.BAD_REQUEST);
  }

  private static void notOpened(String sentence, Consumer<EngineOptions.Builder> more) {
    refused(sentence, () -> open(more).close());
  }

  @Test
  void whatTheCommandLineCallsByFlagsAProgramSaysByMethods() {
    try (Kiln kiln = open(o -> {})) {
      refused(
          "EngineOptions.builder().setting(\"shout\", \"place\", …) is empty; name another, or"
              + " EngineOptions.builder().model(…) and field(\"steps\", …) (with(\"shout\","
              + " \"loud\", …) says how), as kiln tune --model x does; not --x or \"--home\"",
          () -> kiln.txt2img(r -> r.prompt("a").steps(1).size(64, 64).with("shout")));
    }
    Path file = folder.resolve("file");
    refused(
        "the home "
            + file
            + " is not a folder; name one with EngineOptions.builder().home(…) or KILN_HOME",
        () -> open(o -> o.home(touched(file))));
    Path none = folder.resolve("none");
    notOpened(
        "there is no folder of plugins at "
            + none
            + "; make it, or name another by EngineOptions.builder().plugins(…)",
        o -> o.plugins(none));
  }

  private static Path touched(Path file) {
    try {
      return Files.write(file, new byte[1]);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void settingsThatMeanNothingOpenNoEngine() {
    notOpened("there is no plugin 'nope'; nearest: shout", o -> o.setting("nope", "loud", 1));
    notOpened(
        "plugin 'shout' has no option \"lout\"; it has: loud, place",
        o -> o.setting("shout", "lout", 1));
    notOpened("plugin 'shout': loud is 10; it must be 0 to 9", o -> o.setting("shout", "loud", 10));
    open(o -> o.setting("shout", "loud", 2).setting("shout", "place", "there")).close();
  }

  @Test
  void whatAPluginOfKilnsWouldDoNamesItsArtifact() {
    String add = " to the class path, or its jar to the folder of plugins";
    try (Kiln kiln = open(o -> {})) {
      refused(
          "there is no plugin 'controlnet'; nearest: shout; add dev.kiln:controlnet" + add,
          () -> kiln.txt2img(r -> r.prompt("a").with("controlnet")));
      refused(
          "unknown attention optimizer \"sdp\"; there are: none and automatic; add"
              + " dev.kiln:attention-sdp"
              + add,
          () -> kiln.txt2img(r -> r.prompt("a").attention("sdp")));
      refused(
          "unknown attention optimizer \"sub-quadratic\"; there are: none and automatic; add"
              + " dev.kiln:attention-sub-quad"
              + add,
          () -> kiln.txt2img(r -> r.prompt("a").attention("sub-quadratic")));
      refused(
          "the prompt asks for <lora:cape:0.8>, but no installed plugin takes lora tags; leave it"
              + " out, or add dev.kiln:lora"
              + add,
          () -> kiln.txt2img(r -> r.prompt("a").steps(1).size(64, 64).lora("cape", 0.8)));
    }
  }

  @Test
  void whatIsNullIsNamed() {
    try (Kiln kiln = open(o -> {})) {
      assertThatThrownBy(() -> kiln.submit(null))
          .isInstanceOf(NullPointerException.class)
          .hasMessageStartingWith("request is null; ");
    }
  }
}
