// SPDX-License-Identifier: MIT

package instance

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"time"
)

// answerTime is how long the other instance has for an answer. To stop it has
// to drain, which takes as long as it is configured to.
const answerTime = 11 * time.Minute

// mostAnswer bounds what is read of an answer.
const mostAnswer = 1 << 20

// client goes straight to the loopback address, whatever proxies are set.
var client = &http.Client{Transport: &http.Transport{Proxy: nil, DisableKeepAlives: true}, Timeout: answerTime}

// Get asks the instance for what it tells at a target of its control page, such
// as "/api/status", and puts the JSON into answer.
func (r Record) Get(ctx context.Context, target string, answer any) error {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, r.Address+target, nil)
	if err != nil {
		return fmt.Errorf("ask the running porchlight: %w", err)
	}
	return r.ask(req, answer)
}

// Post asks it to do something; question and answer are JSON, nil for none.
func (r Record) Post(ctx context.Context, target string, question, answer any) error {
	if question == nil {
		question = struct{}{}
	}
	body, err := json.Marshal(question)
	if err != nil {
		return err
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, r.Address+target, bytes.NewReader(body))
	if err != nil {
		return fmt.Errorf("ask the running porchlight: %w", err)
	}
	req.Header.Set("Content-Type", "application/json")
	return r.ask(req, answer)
}

func (r Record) ask(req *http.Request, answer any) error {
	req.Header.Set("Authorization", "Bearer "+r.Token)
	req.Header.Set("Accept", "application/json")
	res, err := client.Do(req)
	if err != nil {
		return fmt.Errorf("ask the running porchlight: %w", err)
	}
	defer res.Body.Close()
	data, err := io.ReadAll(io.LimitReader(res.Body, mostAnswer))
	if err != nil {
		return fmt.Errorf("ask the running porchlight: %w", err)
	}
	if res.StatusCode >= http.StatusBadRequest {
		return refusalOf(res.Status, data)
	}
	if answer == nil {
		return nil
	}
	return json.Unmarshal(data, answer)
}

// refusalOf returns the reason that an answer gives, which is worded for people.
func refusalOf(status string, data []byte) error {
	var refusal struct {
		Message string `json:"message"`
	}
	if json.Unmarshal(data, &refusal) != nil || refusal.Message == "" {
		return fmt.Errorf("ask the running porchlight: answered with %s", status)
	}
	return errors.New(refusal.Message)
}
