package com.example;

import dev.kiln.api.DrawRequest;
import dev.kiln.api.Drawing;
import dev.kiln.api.Kiln;
import dev.kiln.api.KilnException;
import dev.kiln.client.KilnClient;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;

/**
 * Draws a picture for each line of a table: the address of a host, the table, and the folder of the
 * pictures. The table has the columns file, prompt and seed.
 */
public class Batch {
  private static final CSVFormat TABLE =
      CSVFormat.DEFAULT.builder().setHeader().setSkipHeaderRecord(true).get();

  public static void main(String[] args) throws IOException {
    Path folder = Files.createDirectories(Path.of(args[2]));
    int failed = 0;
    try (Kiln kiln = KilnClient.connect(args[0])) {
      Map<String, Drawing> drawings = new LinkedHashMap<>();
      for (CSVRecord line : lines(Path.of(args[1]))) {
        try {
          // Where the host's queue is full, this waits until there is room.
          drawings.put(line.get("file"), kiln.submit(request(line)));
        } catch (KilnException refused) {
          System.err.println(line.get("file") + ": " + refused.getMessage());
          failed++;
        }
      }
      for (Map.Entry<String, Drawing> drawing : drawings.entrySet()) {
        try {
          drawing.getValue().await().picture().write(folder.resolve(drawing.getKey()));
          System.out.println(drawing.getKey());
        } catch (KilnException broken) {
          System.err.println(drawing.getKey() + ": " + broken.getMessage());
          failed++;
        }
      }
    }
    System.exit(failed == 0 ? 0 : 1);
  }

  private static List<CSVRecord> lines(Path table) throws IOException {
    try (Reader reader = Files.newBufferedReader(table)) {
      return TABLE.parse(reader).getRecords();
    }
  }

  private static DrawRequest request(CSVRecord line) {
    long seed = Long.parseLong(line.get("seed"));
    return DrawRequest.txt2img(r -> r.prompt(line.get("prompt")).seed(seed).steps(12));
  }
}
