/** From the field lists beside a model to the forms that are deployed with it. */
@NullMarked
package dev.kaltstart.engine.form;

import org.jspecify.annotations.NullMarked;
