package dev.kiln.host.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kiln.host.request.GenerationRequest;
import dev.kiln.host.request.GenerationRequestBuilder;
import dev.kiln.host.request.NoiseFields;
import dev.kiln.host.request.RequestField;
import dev.kiln.host.request.RequestFields;
import dev.kiln.host.testing.WrongValue;
import dev.kiln.spi.BadRequest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

class RequestFlagsTest {
  /** Arguments, flags for two and files; lists and what is on by default are for JSON alone. */
  private static final List<String> BY_OTHER_WAYS =
      List.of(
          "prompt",
          "width",
          "height",
          "prompts",
          "negative_prompts",
          "init_images",
          "init_image_hash",
          "mask",
          "mask_hash",
          "mask_round",
          "operators");

  private final RequestFlags flags = new RequestFlags(RequestFields.ALL);

  @Test
  void everyFieldIsInTheHelpWithItsDefault(@TempDir Path temp) throws IOException {
    String help = new TestingCommandLine(temp).run("txt2img", "--help").out();
    String line = help.replaceAll("\\s+", " ");
    String redrawing = new TestingCommandLine(temp).run("img2img", "--help").out();
    for (RequestField<?> field : RequestFields.ALL) {
      assertThat(field.help()).isNotBlank();
      if (flagOf(field).isEmpty()) {
        assertThat(field.name()).isIn(BY_OTHER_WAYS);
      } else {
        boolean text = RequestFields.TXT2IMG.contains(field);
        assertThat(text ? line : redrawing.replaceAll("\\s+", " "))
            .contains(flagOf(field) + value(field) + " " + field.help());
      }
    }
    assertThat(line)
        .contains("[PROMPT] what to draw")
        .contains("--size=WxH in pixels")
        .contains("--steps=N sampling steps (20)")
        .contains("--sampler=NAME name or alias, in any case (DPM++ 2M)")
        .contains("--cfg=SCALE guidance scale (7)")
        .contains(": None, Ignore, Original, No norm (Original)")
        .contains("--sgm-noise scale the first noise by sqrt(1 + sigma²) ");
  }

  @Test
  void whatIsOutOfBoundsIsRefusedByTheSentenceOfTheCheck() {
    for (WrongValue wrong : WrongValue.all()) {
      if (!flagOf(wrong.field()).isEmpty()) {
        GenerationRequestBuilder request = typed(flagOf(wrong.field()), wrong.value());
        assertThatThrownBy(() -> request.build().check())
            .isInstanceOf(BadRequest.class)
            .hasMessage(wrong.sentence());
      }
    }
  }

  @Test
  void whatIsTypedReachesTheRequestAndNothingElseDoes() {
    assertThat(typed().build()).isEqualTo(GenerationRequest.of("").build());
    assertThat(typed("-n", "rain", "--steps=3", "--sgm-noise", "--emphasis", "no NORM").build())
        .isEqualTo(
            GenerationRequest.of("")
                .negativePrompt("rain")
                .steps(3)
                .with(NoiseFields.SGM_NOISE, true)
                .read(RequestFields.EMPHASIS, "No norm")
                .build());
  }

  private static String flagOf(RequestField<?> field) {
    List<String> names = field.flag().names();
    return names.isEmpty() ? "" : names.get(names.size() - 1);
  }

  private static String value(RequestField<?> field) {
    String value = field.flag().value();
    return value.isEmpty() ? "" : "=" + value;
  }

  private GenerationRequestBuilder typed(String... arguments) {
    CommandSpec command = CommandSpec.create();
    flags.addTo(command);
    GenerationRequestBuilder request = GenerationRequest.of("");
    flags.read(new CommandLine(command).parseArgs(arguments), request);
    return request;
  }
}
