package dev.kiln.host.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.kiln.host.graph.Weight;
import dev.kiln.host.weights.checkpoint.Checkpoint;
import dev.kiln.host.weights.file.NewTensor;
import dev.kiln.host.weights.file.SafetensorsWriter;
import dev.kiln.spi.BadRequest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.BiFunction;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Damaged files of every kind: each is read or refused in one sentence, soon. */
class MutationTest {
  private static final int EACH = 100;
  private static final Duration LIMIT = Duration.ofSeconds(5);

  /** Values that overflow, are negative, or lie just beyond something. */
  private static final List<String> NUMBERS =
      List.of(
          "-1",
          "0",
          "1",
          "2147483648",
          "4294967296",
          "9223372036854775807",
          "9223372036854775808",
          "18446744073709551616",
          "1e3",
          "1.0",
          "null",
          "\"8\"",
          "[8]",
          "{}");

  private static final Map<String, BiFunction<byte[], Random, byte[]>> MUTATIONS =
      new LinkedHashMap<>();

  static {
    MUTATIONS.put("a bit of the header flipped", MutationTest::flip);
    MUTATIONS.put("cut off", (file, random) -> Arrays.copyOf(file, random.nextInt(file.length)));
    MUTATIONS.put(
        "bytes appended",
        (file, random) -> Arrays.copyOf(file, file.length + 1 + random.nextInt(64)));
    MUTATIONS.put("another header length", MutationTest::length);
    MUTATIONS.put("a number replaced", MutationTest::number);
    MUTATIONS.put("two numbers swapped", MutationTest::swapped);
    MUTATIONS.put("a key twice", MutationTest::duplicate);
    MUTATIONS.put("a token dropped", MutationTest::dropped);
    MUTATIONS.put("deeply nested", MutationTest::nested);
    MUTATIONS.put("noise", MutationTest::noise);
  }

  @TempDir Path temp;

  @Test
  void everyDamagedFileIsReadOrRefusedInOneSentence() throws IOException {
    List<byte[]> originals = originals();
    Random random = new Random(7);
    Map<String, Integer> refused = new LinkedHashMap<>();
    for (var mutation : MUTATIONS.entrySet()) {
      for (int i = 0; i < EACH; i++) {
        byte[] bytes = mutation.getValue().apply(originals.get(i % originals.size()), random);
        Path file = Files.write(temp.resolve("damaged.safetensors"), bytes);
        String name = mutation.getKey() + " " + i;
        if (assertTimeoutPreemptively(LIMIT, () -> isRefused(file, name), name)) {
          refused.merge(mutation.getKey(), 1, Integer::sum);
        }
      }
    }
    // A flipped bit in a name, or a number replaced by itself, harms nothing.
    assertThat(refused.values().stream().mapToInt(Integer::intValue).sum())
        .as(refused.toString())
        .isGreaterThan(MUTATIONS.size() * EACH * 3 / 4);
    assertThat(refused.keySet()).containsExactlyElementsOf(MUTATIONS.keySet());
  }

  private static boolean isRefused(Path file, String name) {
    try {
      Checkpoint checkpoint = Checkpoint.read(file);
      checkpoint.parts().forEach(checkpoint::config);
      return false;
    } catch (BadRequest refusal) {
      assertThat(refusal.getMessage()).as(name).contains("damaged.safetensors");
      assertThat(refusal.getMessage().lines()).as(name).hasSize(1);
      assertThat(refusal.getMessage().length()).as(name).isLessThan(2000);
      return true;
    }
  }

  private List<byte[]> originals() throws IOException {
    Path small = temp.resolve("small.safetensors");
    new SafetensorsWriter(
            Map.of("format", "pt"),
            List.of(
                NewTensor.copy(Weight.floats("a", new long[] {2, 3}, 1, 2, 3, 4, 5, 6)),
                NewTensor.copy(Weight.longs("b", new long[] {2}, 8, 9)),
                NewTensor.copy(Weight.floats("c.bias", new long[] {1}, 7))))
        .write(small);
    NameTable odd = NameTable.read("odd");
    Map<String, long[]> tiny = new LinkedHashMap<>();
    odd.file()
        .forEach((key, shape) -> tiny.put(key, LongStream.of(shape).map(size -> 1).toArray()));
    Path shaped = new NameTable(tiny, List.of()).write(temp.resolve("shaped.safetensors"));
    return List.of(Files.readAllBytes(small), Files.readAllBytes(shaped));
  }

  private static byte[] flip(byte[] file, Random random) {
    byte[] bytes = file.clone();
    int bit = random.nextInt(8 * (8 + header(file).length()));
    bytes[bit / 8] ^= (byte) (1 << bit % 8);
    return bytes;
  }

  private static byte[] length(byte[] file, Random random) {
    ByteBuffer bytes = ByteBuffer.wrap(file.clone()).order(ByteOrder.LITTLE_ENDIAN);
    long length = bytes.getLong(0);
    long[] others = {0, length - 1, length + 1, length + 8, file.length, 4L << 30, 1L << 63, -1};
    int choice = random.nextInt(others.length + 1);
    return bytes.putLong(0, choice == others.length ? random.nextLong() : others[choice]).array();
  }

  private static byte[] number(byte[] file, Random random) {
    List<String> tokens = tokens(file);
    int[] places = numbers(tokens);
    tokens.set(places[random.nextInt(places.length)], NUMBERS.get(random.nextInt(NUMBERS.size())));
    return with(file, String.join("", tokens));
  }

  private static byte[] swapped(byte[] file, Random random) {
    List<String> tokens = tokens(file);
    int[] places = numbers(tokens);
    int one = places[random.nextInt(places.length)];
    int[] others =
        Arrays.stream(places).filter(at -> !tokens.get(at).equals(tokens.get(one))).toArray();
    int other = others[random.nextInt(others.length)];
    String kept = tokens.set(one, tokens.get(other));
    tokens.set(other, kept);
    return with(file, String.join("", tokens));
  }

  private static byte[] duplicate(byte[] file, Random random) {
    String header = header(file).strip();
    int end = header.indexOf("]}", random.nextInt(header.length() / 2)) + 2;
    int start = header.lastIndexOf("\"", header.lastIndexOf("\":{", end) - 1);
    return with(
        file,
        header.substring(0, end) + "," + header.substring(start, end) + header.substring(end));
  }

  private static byte[] dropped(byte[] file, Random random) {
    List<String> tokens = tokens(file);
    tokens.remove(random.nextInt(tokens.size()));
    return with(file, String.join("", tokens));
  }

  private static byte[] nested(byte[] file, Random random) {
    int depth = 1 + random.nextInt(100_000);
    String value = random.nextBoolean() ? "[".repeat(depth) : "{\"a\":".repeat(depth);
    return with(file, "{\"x\":" + value + header(file));
  }

  private static byte[] noise(byte[] file, Random random) {
    byte[] bytes = file.clone();
    for (int i = 0; i < 20; i++) {
      bytes[8 + random.nextInt(header(file).length())] = (byte) random.nextInt();
    }
    return bytes;
  }

  private static List<String> tokens(byte[] file) {
    return new ArrayList<>(List.of(header(file).split("(?<=[\\[\\]{},:])|(?=[\\[\\]{},:])")));
  }

  private static int[] numbers(List<String> tokens) {
    return IntStream.range(0, tokens.size()).filter(i -> tokens.get(i).matches("\\d+")).toArray();
  }

  private static String header(byte[] file) {
    int length = (int) ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).getLong();
    return new String(file, 8, length, StandardCharsets.UTF_8);
  }

  /** The file with another header, whose length is right. */
  private static byte[] with(byte[] file, String header) {
    byte[] bytes = header.getBytes(StandardCharsets.UTF_8);
    int values = 8 + header(file).length();
    return ByteBuffer.allocate(8 + bytes.length + file.length - values)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(bytes.length)
        .put(bytes)
        .put(file, values, file.length - values)
        .array();
  }
}
