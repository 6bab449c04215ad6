package dev.kiln.host.model.prepared;

import dev.kiln.host.SealedFile;
import dev.kiln.host.graph.recipe.AttentionReport;
import dev.kiln.host.graph.recipe.ConvolutionReport;
import dev.kiln.host.graph.recipe.RecipeReport;
import dev.kiln.host.onnx.Structure;
import dev.kiln.spi.graph.AttentionKind;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The file of a prepared network: the key, which files its weights lie in, all that is known of it,
 * and its structure. Java's own binary form reads in a millisecond in a process that has just
 * begun.
 *
 * @param form of its key
 */
record PreparedFile(String form, PreparedNetwork network) {
  private static final String FORMAT = "kiln prepared network 3";

  /** No structure is as large; what is was not written by Kiln. */
  private static final long MOST_BYTES = 256L << 20;

  void write(Path target) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    out.writeUTF(FORMAT);
    out.writeUTF(form);
    out.writeInt(network.files().size());
    for (Path file : network.files()) {
      out.writeUTF(file.toString());
      // What changes when another file takes its place.
      out.writeLong(file.toFile().length());
      out.writeLong(file.toFile().lastModified());
    }
    write(network.report(), out);
    out.writeUTF(network.operators());
    out.writeLong(network.bytes());
    Structure structure = network.structure();
    out.writeUTF(structure.folder().toString());
    out.writeBoolean(structure.optimized());
    out.writeBoolean(network.settled());
    out.writeInt(structure.bytes().length);
    out.write(structure.bytes());
    SealedFile.write(target, bytes.toByteArray());
  }

  private static void write(RecipeReport report, DataOutputStream out) throws IOException {
    List<AttentionReport.Choice> choices = report.attention().choices();
    out.writeInt(choices.size());
    for (AttentionReport.Choice choice : choices) {
      out.writeUTF(choice.path());
      out.writeUTF(choice.kind().name());
      out.writeUTF(choice.winner());
      out.writeUTF(choice.plugin());
      out.writeUTF(choice.reason());
    }
    ConvolutionChoices.write(report.convolutions(), out);
    out.writeInt(report.warnings().size());
    for (String warning : report.warnings()) {
      out.writeUTF(warning);
    }
  }

  /**
   * Read a file.
   *
   * @throws IOException when it is damaged, of another form or no such file at all, or a file of
   *     weights is another one or gone
   */
  static PreparedFile read(Path file, String form) throws IOException {
    byte[] bytes = SealedFile.read(file, MOST_BYTES);
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
    if (!in.readUTF().equals(FORMAT) || !in.readUTF().equals(form)) {
      throw new IOException("it is of another form");
    }
    List<Path> files = files(in);
    RecipeReport report = report(in);
    String operators = in.readUTF();
    long size = in.readLong();
    Path folder = Path.of(in.readUTF());
    boolean optimized = in.readBoolean();
    boolean settled = in.readBoolean();
    Structure structure = new Structure(in.readNBytes(in.readInt()), folder, optimized);
    return new PreparedFile(
        form, new PreparedNetwork(report, operators, size, structure, files, settled));
  }

  private static List<Path> files(DataInputStream in) throws IOException {
    List<Path> files = new ArrayList<>();
    for (int left = in.readInt(); left > 0; left--) {
      Path file = Path.of(in.readUTF());
      if (in.readLong() != file.toFile().length()
          || in.readLong() != file.toFile().lastModified()) {
        throw new IOException(file + " is gone or another one");
      }
      files.add(file);
    }
    return files;
  }

  private static RecipeReport report(DataInputStream in) throws IOException {
    List<AttentionReport.Choice> choices = new ArrayList<>();
    for (int left = in.readInt(); left > 0; left--) {
      choices.add(
          new AttentionReport.Choice(
              in.readUTF(),
              AttentionKind.valueOf(in.readUTF()),
              in.readUTF(),
              in.readUTF(),
              in.readUTF()));
    }
    ConvolutionReport convolutions = ConvolutionChoices.read(in);
    List<String> warnings = new ArrayList<>();
    for (int left = in.readInt(); left > 0; left--) {
      warnings.add(in.readUTF());
    }
    return new RecipeReport(new AttentionReport(choices), convolutions, warnings);
  }
}
