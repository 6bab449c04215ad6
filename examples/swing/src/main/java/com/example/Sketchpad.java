package com.example;

import dev.kiln.api.Kiln;
import java.nio.file.Path;
import javax.swing.JFrame;
import javax.swing.SwingUtilities;

/** A window that draws as one types. Its argument is a folder of models. */
public class Sketchpad {
  public static void main(String[] args) {
    Kiln kiln = Kiln.open(Path.of(args[0]));
    Runtime.getRuntime().addShutdownHook(new Thread(kiln::close));
    SwingUtilities.invokeLater(
        () -> {
          JFrame window = new JFrame("Kiln");
          window.setDefaultCloseOperation(JFrame.EXIT_ON_CLOSE);
          window.add(new SketchPanel(kiln));
          window.pack();
          window.setVisible(true);
        });
  }
}
