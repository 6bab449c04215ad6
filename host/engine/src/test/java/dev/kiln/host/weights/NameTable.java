package dev.kiln.host.weights;

import dev.kiln.host.graph.ElementType;
import dev.kiln.host.weights.checkpoint.Part;
import dev.kiln.host.weights.file.NewTensor;
import dev.kiln.host.weights.file.SafetensorsWriter;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.zip.GZIPInputStream;

/**
 * A table of {@code names/}: the tensors of a published file, and where diffusers' own converters
 * take each parameter from.
 */
public record NameTable(Map<String, long[]> file, List<Row> rows) {
  /** A parameter of diffusers, and the tensor it comes from: {@code key} or {@code key#1/3}. */
  public record Row(Part part, String name, long[] shape, String key, int index, int parts) {}

  public static NameTable read(String name) {
    Map<String, long[]> file = new LinkedHashMap<>();
    List<Row> rows = new ArrayList<>();
    try (InputStream in = NameTable.class.getResourceAsStream("/names/" + name + ".txt.gz");
        BufferedReader lines =
            new BufferedReader(
                new InputStreamReader(new GZIPInputStream(in), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        String[] words = line.split(" ");
        if (words[0].equals("file")) {
          file.put(words[1], shape(words[2]));
        } else {
          rows.add(row(words));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new NameTable(file, rows);
  }

  /** The file with zeros for values; a hole on disk. */
  public Path write(Path target) {
    List<NewTensor> tensors = new ArrayList<>();
    file.forEach((key, shape) -> tensors.add(NewTensor.zeros(key, ElementType.FLOAT16, shape)));
    try {
      new SafetensorsWriter(Map.of(), tensors).write(target);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return target;
  }

  /** The same, a tensor in another shape. */
  public NameTable with(String key, long... shape) {
    Map<String, long[]> other = new LinkedHashMap<>(file);
    other.put(key, shape);
    return new NameTable(other, rows);
  }

  /** The same, every name of the file changed; those that become empty are left out. */
  public NameTable renamed(UnaryOperator<String> names) {
    Map<String, long[]> other = new LinkedHashMap<>();
    file.forEach((key, shape) -> other.put(names.apply(key), shape));
    other.remove("");
    return new NameTable(other, rows);
  }

  private static Row row(String... words) {
    String[] key = words[3].split("[#/]");
    return new Row(
        Part.valueOf(words[0].toUpperCase(Locale.ROOT)),
        words[1],
        shape(words[2]),
        key[0],
        key.length == 1 ? 0 : Integer.parseInt(key[1]),
        key.length == 1 ? 1 : Integer.parseInt(key[2]));
  }

  private static long[] shape(String sizes) {
    return Arrays.stream(sizes.split(",")).mapToLong(Long::parseLong).toArray();
  }
}
