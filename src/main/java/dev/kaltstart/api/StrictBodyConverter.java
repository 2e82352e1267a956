package dev.kaltstart.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import java.io.IOException;
import org.springframework.http.HttpInputMessage;
import org.springframework.http.HttpOutputMessage;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.converter.AbstractHttpMessageConverter;
import org.springframework.http.converter.HttpMessageNotWritableException;
import org.springframework.stereotype.Component;

@Component
class StrictBodyConverter extends AbstractHttpMessageConverter<Object> {

    StrictBodyConverter() {
        super(MediaType.APPLICATION_JSON);
    }

    @Override
    protected boolean supports(Class<?> type) {
        return type.isAnnotationPresent(StrictBody.class);
    }

    @Override
    protected Object readInternal(Class<?> type, HttpInputMessage message) throws IOException {
        byte[] body = Body.read(message);
        try {
            Object read = StrictJson.mapper().readValue(body, type);
            if (read == null) {
                throw malformed();
            }
            return read;
        } catch (UnrecognizedPropertyException e) {
            throw Problem.invalid("The body has an unknown field; allowed are " + e.getKnownPropertyIds() + ".");
        } catch (JsonMappingException e) {
            throw wrongType(e);
        } catch (JsonProcessingException e) {
            throw malformed();
        }
    }

    /** A field of the wrong type; without a field, the body is not an object, or has data after it. */
    private static Problem wrongType(JsonMappingException failure) {
        if (failure.getPath().isEmpty() || failure.getPath().get(0).getFieldName() == null) {
            return malformed();
        }
        return Problem.invalid(
                "The field '" + failure.getPath().get(0).getFieldName() + "' has a value of the wrong type.");
    }

    private static Problem malformed() {
        return new Problem(
                HttpStatus.BAD_REQUEST, "malformed-body", "The body is not one JSON object, or breaks a limit.");
    }

    @Override
    public boolean canWrite(Class<?> type, @org.jspecify.annotations.Nullable MediaType mediaType) {
        return false;
    }

    @Override
    protected void writeInternal(Object answer, HttpOutputMessage message) {
        throw new HttpMessageNotWritableException("only reads request bodies");
    }
}
