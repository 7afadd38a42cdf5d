//! The OpenAPI document of the service, and answers held to it.

use super::http::{Answer, Service};
use serde_json::{Value, json};

/// The contract, and answers held to it.
pub struct Contract(Value);

impl Contract {
    pub fn of(service: &Service) -> Contract {
        Contract(service.get("/openapi.json").json())
    }

    pub fn document(&self) -> &Value {
        &self.0
    }

    /// Whether the body of an answer is as the contract says for this path, method and status.
    pub fn holds(&self, path: &str, method: &str, answer: &Answer) {
        let responses = &self.0["paths"][path][method]["responses"];
        let mut response = &responses[answer.status.to_string()];
        if let Some(name) = response["$ref"].as_str() {
            response = self.0.pointer(name.strip_prefix('#').unwrap()).unwrap();
        }
        assert!(response.is_object(), "{path} {method} {} is not in the contract", answer.status);
        let media = answer.header("content-type").unwrap().split(';').next().unwrap();
        let schema = &response["content"][media]["schema"];
        assert!(schema.is_object(), "{path} {method} {}: {media} is not in the contract", answer.status);
        let whole = json!({"$schema": "https://json-schema.org/draft/2020-12/schema", "components": self.0["components"], "allOf": [schema]});
        let validator = jsonschema::validator_for(&whole).unwrap();
        let instances = match media {
            "application/x-ndjson" => answer.lines(),
            "application/json" => vec![answer.json()],
            _ => vec![json!(answer.text())],
        };
        for instance in instances {
            validator.validate(&instance).unwrap_or_else(|error| panic!("{path}: {error}: {instance}"));
        }
    }
}
