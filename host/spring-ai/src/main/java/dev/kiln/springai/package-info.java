/** Spring AI's image model by Kiln: {@link dev.kiln.springai.KilnImageModel}. */
@NullMarked
package dev.kiln.springai;

import org.jspecify.annotations.NullMarked;
