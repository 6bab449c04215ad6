package dev.kiln.plugin.systeminfo.table;

import dev.kiln.host.JsonCodec;
import dev.kiln.spi.host.KilnProcesses;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Processes that time a cell without one: a step takes longer the more there is to do. */
final class FakeCells implements KilnProcesses {
  final List<String> started = new ArrayList<>();
  final List<Map<String, Object>> requests = new ArrayList<>();
  final List<List<String>> made = new ArrayList<>();
  private final JsonCodec json = new JsonCodec();
  int interruptAt = Integer.MAX_VALUE;

  @Override
  public Finished run(List<String> arguments) throws IOException, InterruptedException {
    if (arguments.get(0).equals("models")) {
      made.add(arguments);
      Files.writeString(Path.of(arguments.get(arguments.size() - 1)), "random");
      return new Finished(0, "", "", 0);
    }
    Map<String, Object> request = json.object(Path.of(arguments.get(2)));
    requests.add(request);
    String cell = request.get("width") + " " + request.get("attention") + " " + arguments.get(3);
    started.add(cell);
    if (started.size() == interruptAt) {
      throw new InterruptedException();
    }
    if (cell.startsWith("1024 none")) {
      return new Finished(137, "", "", 0);
    }
    if (cell.contains("doggettx")) {
      return new Finished(2, "", "kiln: preparing\nkiln: unknown attention \"doggettx\"\n", 0);
    }
    double step = cell.contains("sdp") ? 0.5 : 1;
    CellTimes times = new CellTimes(List.of(step, 1.5 * step, step), 2, 2 * step, 3, 4, 0);
    return new Finished(0, json.write(times.values()) + "\n", "", 1_500_000_000);
  }
}
