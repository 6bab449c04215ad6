package dev.kiln.plugin.taesd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kiln.host.testing.Safetensors;
import dev.kiln.spi.BadRequest;
import dev.kiln.spi.host.NetworkRun;
import dev.kiln.spi.tensor.Tensor;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against diffusers' AutoencoderTiny, 1e-4; the files are written by golden.py. */
class TinyDecoderTest {
  private static final Safetensors GOLDEN =
      Safetensors.resource("/dev/kiln/plugin/taesd/tiny.safetensors");

  @TempDir Path temp;
  private TestingDecoders decoders;

  @BeforeEach
  void open() {
    decoders = new TestingDecoders(temp);
  }

  @AfterEach
  void close() {
    decoders.close();
  }

  private void demandGolden() {
    TinyDecoder decoder = decoders.files().choose("").orElseThrow();
    assertThat(decoder.channels()).isEqualTo(4);
    Path file = decoder.file().path();
    try (NetworkRun run = decoders.networks().build(file, "taesd", decoder::write)) {
      Tensor picture = run.run(Map.of("latents", GOLDEN.tensor("latents"))).get(0);
      assertThat(Safetensors.difference(picture, GOLDEN.tensor("picture"))).isLessThan(1e-4);
    }
  }

  @Test
  void diffusersFileEqualsDiffusers() {
    decoders.put("taesd/mine/diffusion_pytorch_model.safetensors", TestingDecoders.tiny(it -> it));
    demandGolden();
  }

  /** {@code "decoder.layers.3.bias"} as {@code "decoder.4.bias"}, a header as long as before. */
  @Test
  void theOriginalsNamesAreUnderstood() {
    decoders.put(
        "vae_approx/taesd_decoder.safetensors",
        TestingDecoders.tiny(
            text ->
                Pattern.compile("\"decoder\\.layers\\.(\\d+)([^\"]*)\":")
                    .matcher(text)
                    .replaceAll(
                        name -> {
                          int index = Integer.parseInt(name.group(1)) + 1;
                          String other = "\"" + index + name.group(2) + "\":";
                          return other + " ".repeat(name.group().length() - other.length());
                        })));
    demandGolden();
  }

  @Test
  void aFileThatIsNoDecoderIsOneSentence() {
    Path file =
        decoders.put(
            "taesd/other.safetensors",
            TestingDecoders.tiny(text -> text.replace("decoder.layers", "decoder.blocks")));
    assertThatThrownBy(() -> decoders.files().choose(""))
        .isInstanceOf(BadRequest.class)
        .hasMessage(
            file
                + " is no TAESD decoder: it has neither 'decoder.layers.0.weight' nor '1.weight';"
                + " choose another file");
  }

  @Test
  void aDecoderOfAnotherScaleIsOneSentence() {
    Path file =
        decoders.put(
            "taesd/other.safetensors",
            TestingDecoders.tiny(text -> text.replace("decoder.layers.13.", "decoder.layers.14.")));
    assertThatThrownBy(() -> decoders.files().choose(""))
        .isInstanceOf(BadRequest.class)
        .hasMessageStartingWith(file.toString())
        .hasMessageEndingWith("choose another file");
  }

  @Test
  void aPickleAloneIsRefusedWithWhatToDo() {
    byte[] pickle = "PK\u0003\u0004 and more than a header".getBytes(StandardCharsets.ISO_8859_1);
    Path file = decoders.put("VAE-taesd/taesd_decoder.pth", pickle);
    assertThatThrownBy(() -> decoders.files().choose(""))
        .isInstanceOf(BadRequest.class)
        .hasMessageStartingWith(file + " is a Python pickle, which can run any code");
    decoders.put("taesd/taesd_decoder.safetensors", TestingDecoders.tiny(it -> it));
    assertThat(decoders.files().choose("")).isPresent();
  }

  @Test
  void aNameThatIsNotThereIsToldWithThoseThatAre() {
    decoders.put("taesd/small.safetensors", TestingDecoders.tiny(it -> it));
    decoders.put("taesd/taesd_encoder.safetensors", new byte[9]);
    assertThat(decoders.files().choose("small.safetensors")).isPresent();
    assertThatThrownBy(() -> decoders.files().choose("large"))
        .hasMessage(
            "there is no TAESD decoder 'large' in %s; there are: small"
                .formatted(temp.resolve("models").resolve("taesd")));
  }

  @Test
  void withoutAFileThereIsNone() {
    assertThat(decoders.files().choose("")).isEmpty();
  }
}
