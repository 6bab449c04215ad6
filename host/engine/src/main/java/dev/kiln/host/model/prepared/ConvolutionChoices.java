package dev.kiln.host.model.prepared;

import dev.kiln.host.graph.recipe.ConvolutionReport;
import dev.kiln.host.graph.recipe.ConvolutionReport.Choice;
import dev.kiln.spi.graph.ConvolutionShape;
import dev.kiln.spi.graph.ConvolutionShape.Window;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Who computes the convolutions of a prepared network, in its file. */
final class ConvolutionChoices {
  private ConvolutionChoices() {}

  static void write(ConvolutionReport report, DataOutputStream out) throws IOException {
    out.writeInt(report.choices().size());
    for (Choice choice : report.choices()) {
      out.writeUTF(choice.path());
      ConvolutionShape shape = choice.shape();
      long[] sizes = {shape.rows(), shape.inputs(), shape.outputs(), shape.height(), shape.width()};
      for (long size : sizes) {
        out.writeLong(size);
      }
      Window window = shape.window();
      for (List<Long> sides :
          List.of(window.kernel(), window.strides(), window.padding(), window.dilations())) {
        write(sides, out);
      }
      out.writeLong(window.groups());
      out.writeUTF(choice.winner());
      out.writeUTF(choice.plugin());
      out.writeUTF(choice.reason());
      out.writeLong(choice.bytes());
    }
  }

  private static void write(List<Long> values, DataOutputStream out) throws IOException {
    out.writeInt(values.size());
    for (long value : values) {
      out.writeLong(value);
    }
  }

  static ConvolutionReport read(DataInputStream in) throws IOException {
    List<Choice> choices = new ArrayList<>();
    for (int left = in.readInt(); left > 0; left--) {
      choices.add(
          new Choice(
              in.readUTF(), shape(in), in.readUTF(), in.readUTF(), in.readUTF(), in.readLong()));
    }
    return new ConvolutionReport(choices);
  }

  private static ConvolutionShape shape(DataInputStream in) throws IOException {
    return new ConvolutionShape(
        in.readLong(),
        in.readLong(),
        in.readLong(),
        in.readLong(),
        in.readLong(),
        new Window(values(in), values(in), values(in), values(in), in.readLong()));
  }

  private static List<Long> values(DataInputStream in) throws IOException {
    List<Long> values = new ArrayList<>();
    for (int left = in.readInt(); left > 0; left--) {
      values.add(in.readLong());
    }
    return values;
  }
}
