package dev.kiln.plugin.taesd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kiln.plugin.taesd.TaesdOptions.Decoder;
import dev.kiln.spi.BadRequest;
import dev.kiln.spi.hook.VaeInterceptor;
import dev.kiln.spi.tensor.Picture;
import dev.kiln.spi.tensor.Tensor;
import dev.kiln.spi.testkit.FakePass;
import dev.kiln.spi.testkit.Outcome;
import dev.kiln.spi.testkit.TestingGeneration;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When the small decoder is used. */
class TaesdTest {
  private static final TaesdOptions FINAL = new TaesdOptions(Decoder.TAESD, true, "");

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

  private Outcome drawn(Record... options) {
    return TestingGeneration.standard().plugin("taesd", decoders.plugin(), options).run();
  }

  @Test
  void withoutAFileAllIsAsItWas() {
    assertThat(decoders.plugin().open(FakePass.with())).isEmpty();
    assertThatThrownBy(() -> drawn(FINAL))
        .isInstanceOf(BadRequest.class)
        .hasMessageStartingWith("there is no TAESD decoder in ")
        .hasMessageContaining("put taesd_decoder.safetensors there");
  }

  @Test
  void itDecodesPicturesOnlyIfAsked() {
    byte[] own = TestingGeneration.standard().run().pictures().get(0).rgba();
    decoders.put("taesd/tiny.safetensors", TestingDecoders.tiny(it -> it));
    assertThat(drawn().pictures().get(0).rgba()).isEqualTo(own);
    Outcome small = drawn(FINAL);
    assertThat(small.pictures().get(0).rgba()).isNotEqualTo(own);
    assertThat(small.infotext()).containsEntry("VAE Decoder", "TAESD");
    try (VaeInterceptor interceptor = decoders.plugin().open(FakePass.with(FINAL)).orElseThrow()) {
      float[] latents = Arrays.copyOf(small.latents().data(), 4 * 8 * 8);
      Tensor picture = interceptor.preview(Tensor.of(latents, 4, 8, 8)).orElseThrow();
      assertThat(picture.shape()).containsExactly(3, 64, 64);
      assertThat(small.pictures().get(0).rgba()).isEqualTo(Picture.of(picture).rgba());
    }
  }

  @Test
  void previewsDoWithoutAFileThatIsNone() {
    decoders.put("taesd/none.safetensors", new byte[100]);
    assertThat(decoders.plugin().open(FakePass.with())).isEmpty();
    assertThatThrownBy(() -> decoders.plugin().open(FakePass.with(FINAL)))
        .isInstanceOf(BadRequest.class)
        .hasMessageContaining("none.safetensors");
  }

  @Test
  void latentsOfOtherChannelsHaveNoPreview() {
    decoders.put("taesd/tiny.safetensors", TestingDecoders.tiny(it -> it));
    try (VaeInterceptor interceptor = decoders.plugin().open(FakePass.with()).orElseThrow()) {
      assertThat(interceptor.preview(Tensor.zeros(16, 4, 4))).isEmpty();
    }
    TaesdOptions never = new TaesdOptions(Decoder.FULL, false, "");
    assertThat(decoders.plugin().open(FakePass.with(never))).isEmpty();
  }
}
