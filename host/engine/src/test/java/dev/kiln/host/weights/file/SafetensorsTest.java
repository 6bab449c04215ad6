package dev.kiln.host.weights.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kiln.host.graph.ElementType;
import dev.kiln.host.graph.Weight;
import dev.kiln.host.graph.WeightValues;
import dev.kiln.host.testing.DefaultModel;
import dev.kiln.spi.BadRequest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SafetensorsTest {
  @TempDir Path temp;

  @Test
  void aFileOfTheDefaultModelIsRead() {
    Path path = DefaultModel.diffusers().resolve("default/vae/diffusion_pytorch_model.safetensors");
    Safetensors file = Safetensors.read(path);
    assertThat(file.metadata()).containsEntry("format", "pt");
    StoredTensor tensor = file.tensors().get("decoder.conv_in.weight");
    assertThat(tensor).hasToString("decoder.conv_in.weight F16[64, 4, 3, 3]");
    float[] values = WeightValues.floats(tensor.weight());
    assertThat(values).hasSize(64 * 4 * 3 * 3);
    assertThat(values[0]).isNotZero().isBetween(-10f, 10f);
  }

  @Test
  void whatIsWrittenIsReadAgain() throws IOException {
    Weight floats = Weight.floats("a", new long[] {2, 2}, 1, 2, 3, 4);
    Weight longs = Weight.longs("b", new long[] {}, 7);
    Path path = temp.resolve("new/model.safetensors");
    new SafetensorsWriter(
            Map.of("who", "kiln \u2713"),
            List.of(
                NewTensor.copy(floats),
                NewTensor.zeros("hole", ElementType.FLOAT16, 3, 5),
                NewTensor.zeros("none", ElementType.BOOL, 0),
                NewTensor.copy(longs),
                NewTensor.zeros("end", ElementType.BFLOAT16, 1000)))
        .write(path);
    Safetensors file = Safetensors.read(path);
    assertThat(file.metadata()).containsExactly(Map.entry("who", "kiln \u2713"));
    assertThat(file.tensors()).containsOnlyKeys("a", "hole", "none", "b", "end");
    assertThat(WeightValues.floats(file.tensors().get("a").weight())).containsExactly(1, 2, 3, 4);
    assertThat(WeightValues.floats(file.tensors().get("hole").weight())).containsOnly(0);
    assertThat(file.tensors().get("a").place().offset() % 8).isZero();
    assertThat(names(path.getParent())).containsExactly("model.safetensors");
    Path copy = temp.resolve("copy.safetensors");
    new SafetensorsWriter(
            Map.of(),
            file.tensors().values().stream().map(one -> NewTensor.copy(one.weight())).toList())
        .write(copy);
    assertThat(Safetensors.read(copy).tensors().toString()).isEqualTo(file.tensors().toString());
  }

  /** huggingface/safetensors reads such metadata as none; some converters write them. */
  @Test
  void metadataOfNullAreNone() throws IOException {
    String header =
        "{\"__metadata__\":null,\"a\":{\"dtype\":\"F8_E5M2\",\"shape\":[2],\"data_offsets\":[0,2]}}";
    Path path = write(header.getBytes(StandardCharsets.UTF_8), 2);
    assertThat(Safetensors.read(path).metadata()).isEmpty();
    assertThat(SafetensorsFile.open(path).read("a")).containsExactly(0, 0);
  }

  @Test
  void aFailureWhileWritingLeavesWhatWasThere() throws IOException {
    Path path = Files.writeString(temp.resolve("model.safetensors"), "before");
    NewTensor broken =
        NewTensor.of(
            "a",
            ElementType.FLOAT,
            new long[] {1000},
            out -> {
              out.write(ByteBuffer.allocate(100));
              throw new IOException("disk full");
            });
    NewTensor tooShort =
        NewTensor.of(
            "a", ElementType.FLOAT, new long[] {2}, out -> out.write(ByteBuffer.allocate(4)));
    for (NewTensor tensor : List.of(broken, tooShort)) {
      assertThatThrownBy(() -> new SafetensorsWriter(Map.of(), List.of(tensor)).write(path))
          .isInstanceOf(IOException.class);
      assertThat(names(temp)).containsExactly("model.safetensors");
      assertThat(path).hasContent("before");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      textBlock =
          """
          [] | its header is no JSON object
          {"a":1} | its header has no description of 'a'
          {"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]} | its header is not JSON: *
          {"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"a":{}} | its header is not JSON: 'Duplicate field 'a''
          {"a":{"dtype":"F32","dtype":"F32"}} | its header is not JSON: 'Duplicate field 'dtype''
          {"a":{"dtype":"F31","shape":[1],"data_offsets":[0,4]}} | 'a' is of the unknown type 'F31'
          {"a":{"dtype":"F32","shape":[1]}} | 'a' lacks its dtype, shape or data_offsets
          {"a":{"dtype":"F32","shape":[-1],"data_offsets":[0,4]}} | 'a' has a shape that is no list of whole numbers from 0 to 2^63
          {"a":{"dtype":"F32","shape":[1.5],"data_offsets":[0,4]}} | 'a' has a shape that is no list of whole numbers from 0 to 2^63
          {"a":{"dtype":"F32","shape":[9223372036854775808],"data_offsets":[0,4]}} | 'a' has a shape that is no list of whole numbers from 0 to 2^63
          {"a":{"dtype":"F32","shape":"1","data_offsets":[0,4]}} | 'a' has a shape that is no list of whole numbers
          {"a":{"dtype":"F32","shape":[1,1,1,1,1,1,1,1,1],"data_offsets":[0,4]}} | 'a' has more than 8 numbers in its shape
          {"a":{"dtype":"F32","shape":[4294967296,4294967296,4294967296],"data_offsets":[0,4]}} | 'a' has 4 bytes, which is not the size of F32[4294967296, 4294967296, 4294967296]
          {"a":{"dtype":"F32","shape":[2],"data_offsets":[0,4]}} | 'a' has 4 bytes, which is not the size of F32[2]
          {"a":{"dtype":"F4","shape":[1],"data_offsets":[0,0]}} | 'a' has 0 bytes, which is not the size of F4[1]
          {"a":{"dtype":"F32","shape":[1],"data_offsets":[4,0]}} | 'a' lies at 4 to 0, where the file has values from 0 to 16
          {"a":{"dtype":"F32","shape":[1],"data_offsets":[16,20]}} | 'a' lies at 16 to 20, where the file has values from 0 to 16
          {"a":{"dtype":"F32","shape":[1],"data_offsets":[0]}} | 'a' has 1 data_offsets, not 2
          {"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"b":{"dtype":"F32","shape":[3],"data_offsets":[4,16]}} | 'b' overlaps 'a'
          {"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"b":{"dtype":"F32","shape":[2],"data_offsets":[8,16]}} | there is a gap between 'a' and 'b'
          {"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}} | 12 bytes at its end belong to no tensor
          {"__metadata__":{"a":1}} | its metadata 'a' is no text
          {"a":{"x":[[[[[[[[[]]]]]]]]]}} | its header is not JSON: *
          {} {} | something follows the JSON of its header
          """)
  void aHeaderThatDoesNotHoldIsOneSentence(String header, String sentence) throws IOException {
    Path path = write(header.getBytes(StandardCharsets.UTF_8), 16);
    assertThatThrownBy(() -> Safetensors.read(path))
        .isInstanceOf(BadRequest.class)
        .hasMessageStartingWith(
            path + " is not a valid safetensors file: " + sentence.replace("*", ""))
        .hasMessageEndingWith("; download or copy it again")
        .extracting(Throwable::getMessage)
        .satisfies(message -> assertThat(message.lines()).hasSize(1));
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 100_000_001, 4L << 30, Long.MAX_VALUE, Long.MIN_VALUE, -1})
  void aHeadersLengthIsNotBelieved(long length) throws IOException {
    byte[] bytes = ByteBuffer.allocate(64).order(ByteOrder.LITTLE_ENDIAN).putLong(length).array();
    Path path = Files.write(temp.resolve("model.safetensors"), bytes);
    assertThatThrownBy(() -> Safetensors.read(path))
        .isInstanceOf(BadRequest.class)
        .hasMessageContaining(
            "it claims a header of " + Long.toUnsignedString(length) + " bytes, where 2 to 56 are");
  }

  @Test
  void aHeaderOfEndlessTensorsIsRefused() throws IOException {
    StringBuilder header = new StringBuilder("{");
    for (int i = 0; i <= 100_000; i++) {
      header.append('"').append(i).append("\":{\"dtype\":\"U8\",\"shape\":[0],");
      header.append("\"data_offsets\":[0,0]},");
    }
    Path path = write(header.toString().getBytes(StandardCharsets.UTF_8), 0);
    assertThatThrownBy(() -> Safetensors.read(path))
        .isInstanceOf(BadRequest.class)
        .hasMessageContaining("it has more than 100000 tensors");
  }

  @Test
  void whatIsNoSafetensorsFileAtAllIsSaid() throws IOException {
    assertThatThrownBy(() -> Safetensors.read(temp.resolve("none.safetensors")))
        .hasMessage("there is no file " + temp.resolve("none.safetensors"));
    assertRefused("", "it has 0 bytes, fewer than the header's length takes");
    assertRefused("1234567", "it has 7 bytes, fewer than the header's length takes");
    assertRefused("PK\u0003\u0004 and more", " is a Python pickle, which can run any code");
    assertRefused("version https://git-lfs.github.com/spec/v1\n", "git lfs pull");
    assertRefused("<!DOCTYPE html><html>", " is not the model but a web page");
    Path path = write(new byte[] {'{', '"', (byte) 0xff, '"', ':', '1', '}', ' '}, 0);
    assertThatThrownBy(() -> Safetensors.read(path)).hasMessageContaining("header is not UTF-8");
  }

  @Test
  void typesThatNobodyComputesWithAreRefusedOnlyWhenTheyAreNeeded() throws IOException {
    String header = "{\"a\":{\"dtype\":\"F8_E8M0\",\"shape\":[16],\"data_offsets\":[0,16]}}";
    Safetensors file = Safetensors.read(write(header.getBytes(StandardCharsets.UTF_8), 16));
    assertThatThrownBy(() -> file.tensors().get("a").weight())
        .isInstanceOf(BadRequest.class)
        .hasMessage(
            file.file()
                + " keeps 'a' as F8_E8M0, which Kiln cannot compute with; use the model's F16 or"
                + " F32 file");
  }

  private void assertRefused(String content, String part) throws IOException {
    Path path = Files.writeString(temp.resolve("model.safetensors"), content);
    assertThatThrownBy(() -> Safetensors.read(path))
        .isInstanceOf(BadRequest.class)
        .hasMessageContaining(part);
  }

  private Path write(byte[] header, int values) throws IOException {
    ByteBuffer bytes =
        ByteBuffer.allocate(8 + header.length + values).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putLong(header.length).put(header);
    return Files.write(temp.resolve("model.safetensors"), bytes.array());
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }
}
