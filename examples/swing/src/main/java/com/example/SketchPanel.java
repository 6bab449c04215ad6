package com.example;

import dev.kiln.api.DrawRequest;
import dev.kiln.api.Drawing;
import dev.kiln.api.Drawn;
import dev.kiln.api.Kiln;
import dev.kiln.api.KilnException;
import dev.kiln.api.Progress;
import java.awt.BorderLayout;
import java.awt.Dimension;
import java.awt.Image;
import java.awt.image.BufferedImage;
import java.util.concurrent.CancellationException;
import javax.swing.ImageIcon;
import javax.swing.JLabel;
import javax.swing.JPanel;
import javax.swing.JTextField;
import javax.swing.SwingUtilities;
import javax.swing.Timer;
import javax.swing.event.DocumentEvent;
import javax.swing.event.DocumentListener;

/**
 * A prompt and its picture. Each change of the prompt stops the drawing under way and begins
 * another one with the same seed.
 */
public class SketchPanel extends JPanel {
  private static final int SIDE = 512;
  private static final int PAUSE_MILLIS = 300;

  private final Kiln kiln;
  private final JTextField prompt = new JTextField();
  private final JLabel picture = new JLabel("", JLabel.CENTER);
  private final JLabel state = new JLabel(" ");
  // Restarted by each letter: who still types is not drawn yet.
  private final Timer pause = new Timer(PAUSE_MILLIS, event -> draw());
  private Drawing drawing;

  public SketchPanel(Kiln kiln) {
    super(new BorderLayout());
    this.kiln = kiln;
    pause.setRepeats(false);
    picture.setPreferredSize(new Dimension(SIDE, SIDE));
    add(prompt, BorderLayout.NORTH);
    add(picture, BorderLayout.CENTER);
    add(state, BorderLayout.SOUTH);
    prompt
        .getDocument()
        .addDocumentListener(
            new DocumentListener() {
              @Override
              public void insertUpdate(DocumentEvent event) {
                pause.restart();
              }

              @Override
              public void removeUpdate(DocumentEvent event) {
                pause.restart();
              }

              @Override
              public void changedUpdate(DocumentEvent event) {}
            });
  }

  public JTextField prompt() {
    return prompt;
  }

  public JLabel picture() {
    return picture;
  }

  public JLabel state() {
    return state;
  }

  private void draw() {
    if (drawing != null) {
      drawing.cancel();
    }
    String text = prompt.getText();
    DrawRequest request = DrawRequest.txt2img(r -> r.prompt(text).steps(12).seed(7));
    try {
      Drawing own = kiln.submit(request, progress -> later(() -> show(text, progress)));
      drawing = own;
      own.result().whenComplete((drawn, problem) -> later(() -> ended(own, drawn, problem)));
    } catch (KilnException refused) {
      state.setText(refused.getMessage());
    }
  }

  /** Kiln tells on a thread of its own, and Swing has one of its own. */
  private static void later(Runnable work) {
    SwingUtilities.invokeLater(work);
  }

  private void show(String text, Progress progress) {
    if (text.equals(prompt.getText())) {
      state.setText(Math.round(100 * progress.fraction()) + " %");
      progress.preview().ifPresent(this::show);
    }
  }

  private void ended(Drawing own, Drawn drawn, Throwable problem) {
    if (own != drawing) {
      return;
    }
    if (drawn != null) {
      show(drawn.picture().image());
      state.setText("seed " + drawn.picture().seed().orElse(-1));
    } else if (!(problem instanceof CancellationException)) {
      state.setText(problem.getMessage());
    }
  }

  private void show(BufferedImage image) {
    Image large = image.getScaledInstance(SIDE, SIDE, Image.SCALE_SMOOTH);
    picture.setIcon(new ImageIcon(large));
  }
}
