package dev.kiln.plugin.embeddingcache;

import dev.kiln.spi.BadRequest;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A text file with one prompt a line; blank lines and lines that start with # are not prompts. */
record PromptFile(Path path, List<Line> lines) {
  /**
   * @param number from 1
   */
  record Line(int number, String prompt) {}

  /**
   * @throws BadRequest when it is not there, not text or without a prompt
   */
  static PromptFile read(Path path) {
    List<Line> lines = new ArrayList<>();
    int number = 0;
    for (String line : text(path)) {
      number++;
      String prompt = line.strip();
      if (!prompt.isEmpty() && !prompt.startsWith("#")) {
        lines.add(new Line(number, prompt));
      }
    }
    if (lines.isEmpty()) {
      throw new BadRequest(path + " holds no prompt; write one a line");
    }
    return new PromptFile(path, lines);
  }

  private static List<String> text(Path path) {
    try {
      return Files.readAllLines(path);
    } catch (NoSuchFileException e) {
      throw new BadRequest("there is no file " + path + "; name a text file, one prompt a line", e);
    } catch (CharacterCodingException e) {
      throw new BadRequest(path + " is not UTF-8 text; save it as UTF-8, one prompt a line", e);
    } catch (IOException e) {
      throw new BadRequest(path + " cannot be read (" + e.getMessage() + ")", e);
    }
  }
}
