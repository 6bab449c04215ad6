package dev.kiln.host.graph.format;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.host.graph.ElementType;
import dev.kiln.host.graph.Graph;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The structure of a model is read without its weights, however large they are. */
class LargeModelTest {
  private static final long WEIGHT = 814_000_000;

  @TempDir Path temp;

  /** In a process of its own: how many layers, and how many megabytes of structure. */
  public static void main(String[] arguments) {
    Path file = Path.of(arguments[0]);
    Graph graph = OnnxReader.read(file);
    byte[] structure = OnnxWriter.write(graph, file.getParent());
    System.out.println(graph.weights().size() + " " + structure.length);
  }

  @Test
  void aModelOf814MegabytesIsReadInAHeapOf64() throws Exception {
    Path file = temp.resolve("model.onnx");
    write(file);
    Process process =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-Xmx64m",
                    "-cp",
                    System.getProperty("java.class.path"),
                    LargeModelTest.class.getName(),
                    file.toString()))
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes()).trim();
    assertThat(process.waitFor()).as(said).isZero();
    assertThat(said).matches("1 \\d{2,4}");
  }

  /** One weight that is a hole in the file, so that it takes no room. */
  private static void write(Path file) throws IOException {
    byte[] name = "w".getBytes();
    byte[] head =
        OnnxWriter.message(
            out -> {
              out.writeInt64(Fields.TENSOR_DIMS, WEIGHT / Float.BYTES);
              out.writeInt32(Fields.TENSOR_TYPE, ElementType.FLOAT.code());
              out.writeByteArray(Fields.TENSOR_NAME, name);
              out.writeTag(Fields.TENSOR_RAW, 2);
              out.writeUInt32NoTag((int) WEIGHT);
            });
    byte[] node =
        OnnxWriter.message(
            out -> {
              out.writeString(Fields.NODE_INPUT, "w");
              out.writeString(Fields.NODE_OUTPUT, "y");
              out.writeString(Fields.NODE_OPERATOR, "Identity");
            });
    byte[] tensor =
        OnnxWriter.message(
            out -> {
              out.writeTag(Fields.GRAPH_INITIALIZER, 2);
              out.writeUInt32NoTag((int) (head.length + WEIGHT));
            });
    byte[] nodes = OnnxWriter.message(out -> out.writeByteArray(Fields.GRAPH_NODE, node));
    byte[] start =
        OnnxWriter.message(
            out -> {
              out.writeTag(Fields.MODEL_GRAPH, 2);
              out.writeUInt32NoTag((int) (nodes.length + tensor.length + head.length + WEIGHT));
            });
    Files.createFile(file);
    try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
      for (byte[] part : List.of(start, nodes, tensor, head)) {
        sparse.write(part);
      }
      sparse.setLength(sparse.getFilePointer() + WEIGHT);
    }
  }
}
