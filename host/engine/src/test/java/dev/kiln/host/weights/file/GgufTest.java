package dev.kiln.host.weights.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kiln.host.graph.WeightValues;
import dev.kiln.host.random.Precision;
import dev.kiln.host.testing.GgufFile;
import dev.kiln.host.testing.RandomModels;
import dev.kiln.host.weights.checkpoint.Checkpoint;
import dev.kiln.host.weights.checkpoint.CheckpointKind;
import dev.kiln.host.weights.checkpoint.Part;
import dev.kiln.spi.BadRequest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GgufTest {
  private static final String PREFIX = "model.diffusion_model.";

  @TempDir private Path temp;

  private static byte[] blocks() throws IOException {
    try (InputStream in = GgufTest.class.getResourceAsStream("/gguf/blocks.gguf")) {
      return in.readAllBytes();
    }
  }

  private Path file(byte[] bytes) throws IOException {
    return Files.write(temp.resolve("blocks.gguf"), bytes);
  }

  /** What the Python package of ggml's authors unpacks them to; see make.py beside the file. */
  @ParameterizedTest
  @ValueSource(
      strings = {"Q4_0", "Q4_1", "Q5_0", "Q5_1", "Q8_0", "Q4_K", "Q5_K", "Q6_K", "F16", "BF16"})
  void numbersOfEachTypeAreThoseOfTheReference(String type) throws IOException {
    Gguf file = Gguf.read(file(blocks()));
    StoredTensor packed = file.tensors().get(type + ".packed");
    assertThat(packed.type().name()).isEqualTo(type);
    assertThat(WeightValues.floats(packed.weight()))
        .containsExactly(WeightValues.floats(file.tensors().get(type + ".expected").weight()));
  }

  @Test
  void shapesAreTorchsAndRowsThatWereFoldedHaveTheirOwnAgain() throws IOException {
    Gguf file = Gguf.read(file(blocks()));
    assertThat(file.tensors().get("Q8_0.packed").shape()).containsExactly(3, 512);
    assertThat(file.tensors().get("F16.packed").shape()).containsExactly(2, 3, 1, 1);
    assertThat(file.tensors().get("folded").shape()).containsExactly(24, 64);
    assertThat(WeightValues.floats(file.tensors().get("folded").weight()))
        .containsExactly(WeightValues.floats(file.tensors().get("folded.expected").weight()));
    assertThat(file.metadata())
        .containsEntry("general.architecture", "sd1")
        .containsEntry("modelspec.title", "blocks");
  }

  @Test
  void aUnetAloneIsRecognisedByTheFirstReleasesNamesWithoutTheirPrefix() throws IOException {
    Path whole = RandomModels.single(temp.resolve("whole"), 1, Precision.F32);
    Path unet = GgufFile.convert(whole, temp.resolve("unet.gguf"), PREFIX, true);
    Checkpoint read = Checkpoint.read(unet);
    assertThat(read.kind()).isEqualTo(CheckpointKind.UNET);
    assertThat(read.parts()).containsExactly(Part.UNET);
    assertThat(read.config(Part.UNET)).isEqualTo(Checkpoint.read(whole).config(Part.UNET));
    assertThatThrownBy(() -> read.weights(Part.VAE)).hasMessageContaining("without a vae");
  }

  @Test
  void whatIsWrongIsSaidInOneSentence() throws IOException {
    refused(bytes -> bytes.putInt(0, 0), "does not begin with GGUF");
    refused(bytes -> bytes.putInt(4, 1), "it is of version 1, where Kiln reads 2 and 3");
    refused(bytes -> bytes.putLong(8, 1 << 30), "more than 100000 tensors");
    refused(bytes -> bytes.putLong(16, Long.MAX_VALUE), "claims more metadata");
    refused(bytes -> bytes.putLong(24, -1), "claims a text of 18446744073709551615 bytes");
    byte[] cut = Arrays.copyOf(blocks(), blocks().length / 2);
    assertThatThrownBy(() -> Gguf.read(file(cut))).hasMessageContaining("beyond the end");
    byte[] other = blocks();
    int name = new String(other, StandardCharsets.ISO_8859_1).indexOf("Q4_0.packed");
    other[name + 11 + 4 + 2 * 8] = 10;
    assertThatThrownBy(() -> Gguf.read(file(other)))
        .isInstanceOf(BadRequest.class)
        .hasMessageContaining("keeps 'Q4_0.packed' as ggml's type 10, which Kiln does not unpack");
    Path renamed = Files.write(temp.resolve("model.safetensors"), blocks());
    assertThatThrownBy(() -> Safetensors.read(renamed)).hasMessageContaining("end in .gguf");
  }

  private void refused(Consumer<ByteBuffer> damage, String sentence) throws IOException {
    byte[] bytes = blocks();
    damage.accept(ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN));
    assertThatThrownBy(() -> Gguf.read(file(bytes)))
        .isInstanceOf(BadRequest.class)
        .hasMessageContaining(sentence);
  }

  @Test
  void damagedFilesAreReadOrRefused() throws IOException {
    Random random = new Random(5);
    for (int i = 0; i < 500; i++) {
      byte[] bytes = blocks();
      bytes[random.nextInt(1500)] ^= (byte) (1 << random.nextInt(8));
      Path file = file(i % 5 == 0 ? Arrays.copyOf(bytes, random.nextInt(1500)) : bytes);
      try {
        Gguf.read(file).tensors().values().stream()
            .filter(it -> it.type().name().startsWith("Q"))
            .forEach(it -> assertThat(WeightValues.floats(it.weight())).isNotNull());
      } catch (BadRequest e) {
        assertThat(e.getMessage()).startsWith(file.toRealPath().toString()).doesNotContain("\n");
      }
    }
  }
}
